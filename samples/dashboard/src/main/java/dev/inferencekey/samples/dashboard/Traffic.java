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

package dev.inferencekey.samples.dashboard;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.text.Tool;
import dev.inferencekey.tool.ToolLoop;

/**
 * Generates all kinds of calls, including streams that are cancelled, tools that fail and
 * calls to a workload that does not exist.
 */
final class Traffic implements AutoCloseable {

	private static final int TEXT_CALLERS = 6;

	private static final String ORDER = """
			{"type":"object","properties":{"order_number":{"type":"string"}},"required":["order_number"]}""";

	private static final Tool ORDER_STATUS = Tool.of("order_status", "Finds where an order is", ORDER, (call) -> {
		pause(20 + ThreadLocalRandom.current().nextInt(60));
		return "The order is out for delivery.";
	});

	private static final Tool OPEN_RETURN = Tool.of("open_return", "Opens a return for an order", ORDER, (call) -> {
		pause(10);
		throw new IllegalStateException("The return desk is closed");
	});

	private final DataClient client;

	private final ExecutorService callers = Executors.newCachedThreadPool();

	private volatile boolean ended;

	Traffic(DataClient client) {
		this.client = client;
	}

	void start() {
		Endpoint supportBot = this.client.endpoint("support-bot");
		for (int i = 0; i < TEXT_CALLERS; i++) {
			Random random = new Random(i);
			call(() -> {
				double chance = random.nextDouble();
				if (chance < 0.3) {
					supportBot.generateText("How do I cancel an order?");
				}
				else {
					stream(supportBot, chance > 0.9);
				}
			});
		}
		ToolLoop assistant = ToolLoop.over(this.client.endpoint("assistant"));
		Random orders = new Random(TEXT_CALLERS);
		call(() -> assistant.run(TextRequest.of((request) -> request
			.user((orders.nextInt(3) > 0) ? "Where is order A-1007?" : "Please open a return for order A-1007.")
			.tools(ORDER_STATUS, OPEN_RETURN))));
		Endpoint embedder = this.client.endpoint("embedder");
		call(() -> embedder.embed("How do I cancel an order?", "Where is my parcel?"));
		Endpoint reranker = this.client.endpoint("reranker");
		call(() -> reranker.rerank("cancel an order", List.of("Returns", "Cancelling", "Shipping")));
		Endpoint ghost = this.client.endpoint("ghost");
		call(() -> ghost.generateText("Is anybody there?"));
	}

	private static void stream(Endpoint endpoint, boolean cancel) {
		try (TextStream stream = endpoint.generateTextStream("Tell me about returns")) {
			for (TextChunk chunk : stream) {
				if (cancel && !chunk.text().isEmpty()) {
					return;
				}
			}
		}
	}

	private void call(Runnable call) {
		this.callers.execute(() -> {
			while (!this.ended) {
				try {
					call.run();
					Thread.sleep(100);
				}
				catch (InferenceKeyException ex) {
					// Recorded by the metrics. A rejected caller backs off.
					pause(500);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		});
	}

	private static void pause(int millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.ended = true;
		this.callers.shutdownNow();
	}

}
