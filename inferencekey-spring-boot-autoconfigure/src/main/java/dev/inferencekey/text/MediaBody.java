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

package dev.inferencekey.text;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;

import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.ResourceContent;

import org.springframework.util.StreamUtils;

/**
 * A JSON body whose media are read, encoded as base64 and put in their places while it is
 * written, so that they are never in memory as a whole.
 */
final class MediaBody implements RequestBody {

	private final byte[] json;

	private final List<Media> media;

	/**
	 * Create a body.
	 * @param json the JSON without the media
	 * @param media the media by their positions
	 */
	MediaBody(byte[] json, List<Media> media) {
		this.json = json;
		this.media = List.copyOf(media);
	}

	@Override
	public String contentType() {
		return JSON;
	}

	@Override
	public long contentLength() {
		long length = this.json.length;
		for (Media each : this.media) {
			long bytes = each.content.measure();
			if (bytes < 0) {
				return -1;
			}
			length += (bytes + 2) / 3 * 4;
		}
		return length;
	}

	@Override
	public boolean repeatable() {
		return this.media.stream().allMatch((each) -> each.content.isRepeatable());
	}

	@Override
	public void writeTo(OutputStream out) throws IOException {
		int from = 0;
		for (Media each : this.media) {
			out.write(this.json, from, each.position - from);
			try (OutputStream base64 = Base64.getEncoder().wrap(StreamUtils.nonClosing(out))) {
				each.content.writeTo(base64);
			}
			from = each.position;
		}
		out.write(this.json, from, this.json.length - from);
	}

	/**
	 * What is put into the JSON.
	 *
	 * @param position the number of bytes of JSON before it
	 * @param content its bytes
	 */
	record Media(int position, ResourceContent content) {
	}

}
