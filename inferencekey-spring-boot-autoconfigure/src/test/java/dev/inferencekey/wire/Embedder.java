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

package dev.inferencekey.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers requests whose texts are numbers: the vector of a text begins with it.
 */
public record Embedder(int dimensions) implements WireServer.Script {

	@Override
	public void run(WireServer.Exchange exchange) throws IOException {
		List<Integer> texts = texts(exchange.request());
		StringBuilder data = new StringBuilder();
		for (int i = 0; i < texts.size(); i++) {
			data.append((i > 0) ? "," : "")
				.append("{\"index\":")
				.append(i)
				.append(",\"embedding\":\"")
				.append(vector(texts.get(i)))
				.append("\"}");
		}
		exchange.respond(200, "application/json",
				"{\"model\":\"minilm\",\"data\":[" + data + "],\"usage\":{\"prompt_tokens\":" + texts.size() + "}}");
	}

	private String vector(int text) {
		ByteBuffer bytes = ByteBuffer.allocate(this.dimensions * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.putFloat(0, text);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

	/**
	 * The texts of a request.
	 */
	public static List<Integer> texts(WireServer.Request request) {
		List<Integer> texts = new ArrayList<>();
		for (JsonNode text : JsonMapper.shared().readTree(request.body()).path("input")) {
			texts.add(Integer.valueOf(text.asString()));
		}
		return texts;
	}

}
