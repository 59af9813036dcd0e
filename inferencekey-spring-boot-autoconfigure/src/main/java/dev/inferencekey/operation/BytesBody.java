/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
