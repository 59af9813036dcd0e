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
import java.io.InputStream;
import java.io.OutputStream;

import org.springframework.core.io.Resource;

/**
 * The bytes of a resource, read in small pieces while a body is written.
 */
public final class ResourceContent {

	private static final int PIECE = 16 * 1024;

	private final Resource resource;

	private final String description;

	// As the head of the current attempt announces it; -1 if it is not known.
	private volatile long length = -1;

	/**
	 * Create an instance.
	 * @param resource the resource to read
	 * @param description what failures call the resource
	 */
	public ResourceContent(Resource resource, String description) {
		this.resource = resource;
		this.description = description;
	}

	/**
	 * Whether the resource can be read a second time.
	 * @return {@code false} for an open stream
	 */
	public boolean isRepeatable() {
		return !this.resource.isOpen();
	}

	/**
	 * Find the number of bytes. The next {@link #writeTo} fails if it writes another
	 * number.
	 * @return the length, or -1 if it is not known
	 */
	public long measure() {
		try {
			this.length = isRepeatable() ? this.resource.contentLength() : -1;
		}
		catch (IOException ex) {
			// Reading fails in the same way, and is where the caller is told.
			this.length = -1;
		}
		return this.length;
	}

	/**
	 * Read the resource and write its bytes.
	 * @param out takes the bytes
	 * @throws IOException if the resource cannot be read, has changed its length, or the
	 * bytes cannot be written
	 */
	public void writeTo(OutputStream out) throws IOException {
		byte[] piece = new byte[PIECE];
		long written = 0;
		try (InputStream in = open()) {
			for (int count = read(in, piece); count >= 0; count = read(in, piece)) {
				written += count;
				checkLength(this.length >= 0 && written > this.length);
				out.write(piece, 0, count);
			}
		}
		checkLength(written < this.length);
	}

	private void checkLength(boolean changed) throws IOException {
		if (changed) {
			throw new IOException(this.description + " has changed its length while it was read");
		}
	}

	private InputStream open() throws IOException {
		try {
			return this.resource.getInputStream();
		}
		catch (IOException | RuntimeException ex) {
			throw unreadable(ex);
		}
	}

	private int read(InputStream in, byte[] piece) throws IOException {
		try {
			return in.read(piece);
		}
		catch (IOException | RuntimeException ex) {
			throw unreadable(ex);
		}
	}

	private IOException unreadable(Exception cause) {
		return new IOException(this.description + " cannot be read (" + cause.getClass().getSimpleName() + ": "
				+ cause.getMessage() + ")", cause);
	}

}
