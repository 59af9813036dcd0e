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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * A {@code multipart/form-data} body (RFC 7578) of texts, files and resources, which are
 * read while the body is written. Spring's own writer is a codec of a whole exchange and
 * does not tell the length, which servers of workloads insist on.
 */
public final class MultipartBody implements RequestBody {

	private final String boundary;

	private final List<Part> parts;

	private MultipartBody(String boundary, List<Part> parts) {
		this.boundary = boundary;
		this.parts = parts;
	}

	/**
	 * Start to build a body.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public String contentType() {
		return "multipart/form-data; boundary=" + this.boundary;
	}

	@Override
	public long contentLength() {
		long length = closing().length;
		for (Part part : this.parts) {
			long content = part.content.measure();
			if (content < 0) {
				return -1;
			}
			length += opening(part).length + content + 2;
		}
		return length;
	}

	@Override
	public boolean repeatable() {
		return this.parts.stream().allMatch((part) -> part.content.isRepeatable());
	}

	@Override
	public void writeTo(OutputStream out) throws IOException {
		for (Part part : this.parts) {
			out.write(opening(part));
			part.content.writeTo(out);
			out.write('\r');
			out.write('\n');
		}
		out.write(closing());
	}

	private byte[] opening(Part part) {
		return ("--" + this.boundary + "\r\n" + part.headers + "\r\n").getBytes(StandardCharsets.UTF_8);
	}

	private byte[] closing() {
		return ("--" + this.boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
	}

	private record Part(String headers, ResourceContent content) {
	}

	/**
	 * Builds a {@link MultipartBody}. Not thread-safe.
	 */
	public static final class Builder {

		private final List<Part> parts = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Add a text.
		 * @param name the name of the field
		 * @param value its value
		 * @return this builder
		 */
		public Builder text(String name, String value) {
			Resource resource = new ByteArrayResource(value.getBytes(StandardCharsets.UTF_8));
			return add(disposition(name, null), resource);
		}

		/**
		 * Add a file.
		 * @param name the name of the field
		 * @param contentType the media type of the file
		 * @param file is read when the body is written
		 * @return this builder
		 */
		public Builder file(String name, String contentType, Path file) {
			return resource(name, contentType, new FileSystemResource(file));
		}

		/**
		 * Add a resource.
		 * @param name the name of the field
		 * @param contentType the media type of the resource
		 * @param resource is read when the body is written; one that can be read only
		 * once makes the call one that is not retried
		 * @return this builder
		 */
		public Builder resource(String name, String contentType, Resource resource) {
			String filename = resource.getFilename();
			String headers = disposition(name, (filename != null) ? filename : "file") + "Content-Type: "
					+ withoutLineEnds(contentType) + "\r\n";
			return add(headers, resource);
		}

		private Builder add(String headers, Resource resource) {
			this.parts.add(new Part(headers, new ResourceContent(resource, resource.getDescription())));
			return this;
		}

		private static String disposition(String name, @Nullable String filename) {
			return "Content-Disposition: form-data; name=\"" + escape(name) + "\""
					+ ((filename != null) ? "; filename=\"" + escape(filename) + "\"" : "") + "\r\n";
		}

		// As browsers do, by the HTML standard.
		private static String escape(String text) {
			return text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
		}

		private static String withoutLineEnds(String text) {
			return text.replaceAll("[\\r\\n]+", " ");
		}

		/**
		 * Build the body.
		 * @return a body with a boundary of its own
		 */
		public MultipartBody build() {
			String boundary = UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT);
			return new MultipartBody(boundary, List.copyOf(this.parts));
		}

	}

}
