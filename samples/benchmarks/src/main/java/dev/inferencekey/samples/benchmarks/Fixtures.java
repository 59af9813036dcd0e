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
 * The bodies that the server sends: 229 bytes a chunk of five letters, the fields that
 * engines send.
 */
public final class Fixtures {

	static final int CHUNKS = 1000;

	// Every stream has more.
	static final int CHARACTERS = 2000;

	static final int VECTORS = 128;

	static final int DIMENSIONS = 1024;

	private static final int FRAME = 229;

	private static final int WORD = 5;

	private static final String HEAD = "data: {\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
			+ "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";

	private static final String MIDDLE = "\"},\"logprobs\":null,\"finish_reason\":null}],\"service_tier\":\"";

	private static final String SERVICE_TIER = "\"service_tier\".*\n";

	private static final List<String> MIXED = List.of(" café", "\\n\\n", " \\u00e9t\\u00e9", " \\\"yes\\\"", " año",
			"…");

	private static final List<String> CODE = List.of("\\n\\t\\t", "return \\\"x\\\";\\n", "\\tif (a) {\\n", "'\\\\n'",
			"\\t}\\n", "x = 1;");

	private static final List<String> CJK = List.of("你好", "世界。", "😀", "こんにちは", "안녕", "、");

	private Fixtures() {
	}

	static String frame(String content) {
		return HEAD + content + MIDDLE + "x".repeat(FRAME - HEAD.length() - WORD - MIDDLE.length() - 4) + "\"}\n\n";
	}

	static String end() {
		return "data: {\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
				+ "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
				+ "data: [DONE]\n\n";
	}

	/**
	 * A stream.
	 * @param work the kind of stream
	 * @return its frames, the last of which ends it
	 */
	public static List<byte[]> frames(Work work) {
		Random random = new Random(1);
		List<byte[]> frames = new ArrayList<>();
		for (int i = 0; i < CHUNKS; i++) {
			frames.add(bytes(frame(work, i, random)));
		}
		frames.add(bytes((work == Work.TOOLS) ? end().replace("\"stop\"", "\"tool_calls\"") : end()));
		return frames;
	}

	private static String frame(Work work, int i, Random random) {
		String word = " w" + i;
		return switch (work) {
			case MIXED -> frame((i % 3 == 0) ? MIXED.get(i / 3 % MIXED.size()) : word);
			case CODE -> frame(CODE.get(i % CODE.size()));
			case CJK -> frame(CJK.get(i % CJK.size()));
			case TIME -> frame(word).replace("1790000000", String.valueOf(1790000000 + i));
			case USAGE ->
				frame(word).replaceFirst(SERVICE_TIER, "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":" + i
						+ ",\"total_tokens\":" + (12 + i) + "}}\n");
			case PADDING -> frame(word).replaceFirst(SERVICE_TIER,
					"\"obfuscation\":\"" + "aB3xZ9kQ0mP7rT5w".substring(random.nextInt(16)) + "\"}\n");
			case TOOLS -> frame("").replace("\"content\":\"\"", "\"tool_calls\":[{\"index\":0," + fragment(i) + "}]");
			default -> frame(word);
		};
	}

	private static String fragment(int i) {
		return switch (i) {
			case 0 -> "\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"note\",\"arguments\":\"\"}";
			case 1 -> "\"function\":{\"arguments\":\"{\\\"text\\\":\\\"\"}";
			case CHUNKS - 1 -> "\"function\":{\"arguments\":\"\\\"}\"}";
			default -> "\"function\":{\"arguments\":\" w" + i + "\"}";
		};
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
