package dev.inferencekey.exchange;

import dev.inferencekey.operation.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Hands bytes on as they come, each network buffer as one frame.
 */
final class BytesDecoder implements Decoder {

	private byte[] bytes = {};

	private int length;

	private boolean fresh;

	@Override
	public void append(DataBuffer buffer) {
		this.length = buffer.readableByteCount();
		if (this.bytes.length < this.length) {
			this.bytes = new byte[this.length];
		}
		buffer.read(this.bytes, 0, this.length);
		this.fresh = this.length > 0;
	}

	@Override
	public boolean next(Operation.@Nullable Recogniser<?> recogniser) {
		boolean found = this.fresh;
		this.fresh = false;
		return found;
	}

	@Override
	public boolean finish() {
		return false;
	}

	@Override
	public byte[] array() {
		return this.bytes;
	}

	@Override
	public int from() {
		return 0;
	}

	@Override
	public int to() {
		return this.length;
	}

	@Override
	public boolean endsWithBody() {
		return true;
	}

}
