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

import dev.inferencekey.Endpoint;

/**
 * The ways to call, and the answer that suits each.
 */
enum CallKind {

	BLOCKING {

		@Override
		String text(Endpoint endpoint) {
			return endpoint.generateText("Hola").text();
		}

	},

	REACTIVE {

		@Override
		String text(Endpoint endpoint) {
			return endpoint.reactive().generateText("Hola").block().text();
		}

	},

	STREAMING {

		@Override
		String text(Endpoint endpoint) {
			return endpoint.generateTextStream("Hola").result().text();
		}

	};

	/**
	 * Call and wait for the end.
	 */
	abstract String text(Endpoint endpoint);

	static boolean isStream(WireServer.Exchange exchange) {
		return exchange.request().headers().get("accept").contains("event-stream");
	}

	static String typeFor(WireServer.Exchange exchange) {
		return isStream(exchange) ? "text/event-stream" : "application/json";
	}

	static String bodyFor(WireServer.Exchange exchange) {
		return isStream(exchange) ? Answers.lastDelta("ok") + Answers.DONE : Answers.OK;
	}

	/**
	 * Answer {@code ok}, however it was asked for.
	 */
	static void answer(WireServer.Exchange exchange) throws IOException {
		exchange.respond(200, typeFor(exchange), bodyFor(exchange));
	}

}
