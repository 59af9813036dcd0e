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

	static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}";

	static final String EVENTS = "data: {\"choices\":[{\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

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
		return isStream(exchange) ? EVENTS : ANSWER;
	}

	/**
	 * Answer {@code ok}, however it was asked for.
	 */
	static void answer(WireServer.Exchange exchange) throws IOException {
		exchange.respond(200, typeFor(exchange), bodyFor(exchange));
	}

}
