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

package dev.inferencekey.langchain4j;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams that their handler ends.
 */
class HandlerStreamTests {

	private final WireServer server = new WireServer();

	private final InferenceKeyStreamingChatModel model = new InferenceKeyStreamingChatModel(this.server.endpoint());

	private final CountDownLatch closed = new CountDownLatch(1);

	private final List<Object> after = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.server.close();
	}

	private void stream(String events) {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(events);
			exchange.awaitClosed(this.closed);
		});
	}

	private abstract class Handler implements StreamingChatResponseHandler {

		@Override
		public void onCompleteResponse(ChatResponse complete) {
			HandlerStreamTests.this.after.add(complete);
		}

		@Override
		public void onError(Throwable error) {
			HandlerStreamTests.this.after.add(error);
		}

	}

	@Test
	void handleWhenCancelledTwiceThenStaysCancelledAndNothingFollows() throws Exception {
		stream(Answers.delta("one") + Answers.delta("two") + Answers.STOP);
		CompletableFuture<StreamingHandle> handle = new CompletableFuture<>();

		this.model.chat("Hola", new Handler() {

			@Override
			public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
				HandlerStreamTests.this.after.add(text.text());
				context.streamingHandle().cancel();
				handle.complete(context.streamingHandle());
			}

		});
		StreamingHandle cancelled = handle.get(20, TimeUnit.SECONDS);
		cancelled.cancel();

		assertThat(this.closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(cancelled.isCancelled()).isTrue();
		assertThat(this.after).containsExactly("one");
	}

	@Test
	void handlerWhenAClassOfItsIsMissingThenTheStreamEndsAndItIsTold() throws Exception {
		stream(Answers.delta("one"));
		CompletableFuture<Throwable> told = new CompletableFuture<>();

		this.model.chat("Hola", new Handler() {

			@Override
			public void onPartialResponse(String text) {
				throw new NoClassDefFoundError("acme/Order");
			}

			@Override
			public void onError(Throwable error) {
				told.complete(error);
			}

		});

		assertThat(told.get(20, TimeUnit.SECONDS)).isInstanceOf(NoClassDefFoundError.class);
		assertThat(this.closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.after).isEmpty();
	}

}
