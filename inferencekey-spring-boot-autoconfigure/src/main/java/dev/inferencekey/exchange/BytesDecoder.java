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
