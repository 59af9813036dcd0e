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

package dev.inferencekey.shapes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.inferencekey.operation.Framing;
import dev.inferencekey.operation.MultipartBody;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import dev.inferencekey.operation.RequestPath;

/**
 * Operations that no main code knows, one of each shape.
 */
final class Shapes {

	/** JSON up, bytes down. */
	static final Operation<String, byte[]> SPEAK = Operation.<String, byte[]>named("speak", "/v1/audio/speech")
		.framing(Framing.BYTES)
		.accept("audio/mpeg")
		.encoder((text, model, json) -> RequestBody.json(json, model,
				(generator) -> generator.writeStringProperty("input", text)))
		.reader((text, head, json) -> Arrays::copyOfRange)
		.build();

	/** Parts up, a text down. */
	static final Operation<MultipartBody, String> TRANSCRIBE = Operation
		.<MultipartBody, String>named("transcribe", "/v1/audio/transcriptions")
		.encoder((parts, model, json) -> parts)
		.reader((parts, head, json) -> Shapes::text)
		.build();

	/** A path with a value in it. */
	static final Operation<String, String> RENAME = Operation.<String, String>named("rename", "/workloads")
		.method("PATCH")
		.path((id) -> RequestPath.of("/workloads").segment(id).toString())
		.encoder((id, model, json) -> RequestBody.json(json, model,
				(generator) -> generator.writeStringProperty("name", "new")))
		.reader((id, head, json) -> Shapes::text)
		.build();

	/** A path that nobody has escaped. */
	static final Operation<String, String> CARELESS = Operation.<String, String>named("careless", "/workloads")
		.method("PATCH")
		.path((id) -> "/workloads/" + id)
		.reader((id, head, json) -> Shapes::text)
		.build();

	/** Nothing down but the head. */
	static final Operation<String, Integer> REMOVE = Operation.<String, Integer>named("remove", "/workloads")
		.method("DELETE")
		.path((id) -> RequestPath.of("/workloads").segment(id).toString())
		.reader((id, head, json) -> (bytes, from, to) -> (to == from) ? head.status() : -1)
		.build();

	/** A query, and an answer that the head explains. */
	static final Operation<String, String> FIND = Operation.<String, String>named("find", "/v1/audio/voices")
		.method("GET")
		.path((language) -> RequestPath.of("/v1/audio/voices").query("language", language).toString())
		.reader((language, head,
				json) -> (bytes, from, to) -> head.status() + " " + head.contentType() + " " + text(bytes, from, to))
		.build();

	/** Events without a terminator. */
	static final Operation<String, String> WATCH = Operation.<String, String>named("watch", "/readiness-events")
		.method("GET")
		.framing(Framing.EVENTS)
		.reader((nothing, head, json) -> Shapes::text)
		.build();

	private Shapes() {
	}

	private static String text(byte[] bytes, int from, int to) {
		return new String(bytes, from, to - from, StandardCharsets.UTF_8);
	}

}
