package dev.inferencekey.operation;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A body that is in memory.
 *
 * @param contentType the media type
 * @param bytes the whole body
 */
@SuppressWarnings("ArrayRecordComponent")
record BytesBody(String contentType, byte[] bytes) implements RequestBody {

	@Override
	public long contentLength() {
		return this.bytes.length;
	}

	@Override
	public void writeTo(OutputStream out) throws IOException {
		out.write(this.bytes);
	}

}
