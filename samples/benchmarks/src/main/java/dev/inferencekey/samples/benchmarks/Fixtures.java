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

package dev.inferencekey.samples.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * The bodies that the server sends: 229 bytes a chunk, the fields that engines send.
 */
public final class Fixtures {

	static final int CHUNKS = 1000;

	static final int VECTORS = 128;

	static final int DIMENSIONS = 1024;

	private static final int FRAME = 229;

	private Fixtures() {
	}

	static String frame(String content) {
		String frame = "data: {\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
				+ "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content
				+ "\"},\"logprobs\":null,\"finish_reason\":null}],\"service_tier\":\"";
		return frame + "x".repeat(Math.max(1, FRAME - 4 - frame.length())) + "\"}\n\n";
	}

	static String end() {
		return "data: {\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
				+ "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
				+ "data: [DONE]\n\n";
	}

	/**
	 * A stream.
	 * @return its frames, the last of which ends it
	 */
	public static List<byte[]> frames() {
		List<byte[]> frames = new ArrayList<>();
		for (int i = 0; i < CHUNKS; i++) {
			frames.add(bytes(frame(" w" + i)));
		}
		frames.add(bytes(end()));
		return frames;
	}

	static byte[] unary() {
		return bytes("{\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion\",\"created\":1790000000,"
				+ "\"model\":\"bench\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
				+ "You can cancel within 30 days. ".repeat(16) + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
				+ "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":100,\"total_tokens\":112}}");
	}

	static byte[] embeddings(boolean base64) {
		Random random = new Random(1);
		StringBuilder body = new StringBuilder("{\"object\":\"list\",\"data\":[");
		for (int i = 0; i < VECTORS; i++) {
			ByteBuffer bytes = ByteBuffer.allocate(4 * DIMENSIONS).order(ByteOrder.LITTLE_ENDIAN);
			StringBuilder numbers = new StringBuilder("[");
			for (int j = 0; j < DIMENSIONS; j++) {
				float value = random.nextFloat() - 0.5f;
				bytes.putFloat(value);
				numbers.append((j > 0) ? "," : "").append(value);
			}
			body.append((i > 0) ? "," : "")
				.append("{\"object\":\"embedding\",\"index\":")
				.append(i)
				.append(",\"embedding\":");
			if (base64) {
				body.append('"').append(Base64.getEncoder().encodeToString(bytes.array())).append('"');
			}
			else {
				body.append(numbers).append(']');
			}
			body.append('}');
		}
		return bytes(body.append("],\"model\":\"bench\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}"));
	}

	private static byte[] bytes(CharSequence text) {
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

}
