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

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Holds a body to the length that its head has announced. Otherwise the server would wait
 * for the rest for ever, or take what is too much for the next request.
 */
final class MeasuredOutput extends FilterOutputStream {

	private final long length;

	private long written;

	/**
	 * Create an output.
	 * @param out takes the bytes
	 * @param length how many there are to be, -1 for any number
	 */
	MeasuredOutput(OutputStream out, long length) {
		super(out);
		this.length = length;
	}

	@Override
	public void write(int b) throws IOException {
		count(1);
		this.out.write(b);
	}

	@Override
	public void write(byte[] bytes, int from, int count) throws IOException {
		count(count);
		this.out.write(bytes, from, count);
	}

	private void count(int more) throws IOException {
		this.written += more;
		if (this.length >= 0 && this.written > this.length) {
			throw new IOException("it is longer than the " + this.length + " bytes that it announced");
		}
	}

	/**
	 * Check that the body was whole.
	 * @throws IOException if it was too short
	 */
	void end() throws IOException {
		if (this.length >= 0 && this.written < this.length) {
			throw new IOException(
					"it has " + this.written + " bytes and not the " + this.length + " that it announced");
		}
		this.out.flush();
	}

}
