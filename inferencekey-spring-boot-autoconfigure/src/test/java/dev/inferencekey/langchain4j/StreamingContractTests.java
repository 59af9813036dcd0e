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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What LangChain4j asks of every streaming model, point by point, since its own tests are
 * not published.
 */
class StreamingContractTests {

	private static final ChatRequest REQUEST = ChatRequest.builder().messages(UserMessage.from("Hola")).build();

	private final WireServer server = new WireServer();

	private final List<String> listened = new CopyOnWriteArrayList<>();

	private final InferenceKeyStreamingChatModel model = new InferenceKeyStreamingChatModel(this.server.endpoint(),
			List.of(new Listener()));

	@AfterEach
	void close() {
		this.server.close();
	}

	private final class Listener implements ChatModelListener {

		@Override
		public void onRequest(ChatModelRequestContext context) {
			StreamingContractTests.this.listened.add("request");
		}

		@Override
		public void onResponse(ChatModelResponseContext context) {
			StreamingContractTests.this.listened.add("response");
		}

		@Override
		public void onError(ChatModelErrorContext context) {
			StreamingContractTests.this.listened.add("error");
		}

	}

	/**
	 * Keeps the threads that it is called on, and the answer.
	 */
	private static class Handler implements StreamingChatResponseHandler {

		final Set<Thread> threads = ConcurrentHashMap.newKeySet();

		final List<Throwable> errors = new CopyOnWriteArrayList<>();

		final CompletableFuture<ChatResponse> response = new CompletableFuture<>();

		@Override
		public void onPartialResponse(String text) {
			this.threads.add(Thread.currentThread());
		}

		@Override
		public void onCompleteToolCall(CompleteToolCall call) {
			this.threads.add(Thread.currentThread());
		}

		@Override
		public void onCompleteResponse(ChatResponse complete) {
			this.threads.add(Thread.currentThread());
			this.response.complete(complete);
		}

		@Override
		public void onError(Throwable error) {
			this.errors.add(error);
		}

		ChatResponse await() throws Exception {
			return this.response.get(20, TimeUnit.SECONDS);
		}

	}

	@Test
	void handlerWhenToldThenOnOneThreadThatIsNotTheCallers() throws Exception {
		this.server.thenEvents(Answers.delta("One moment.") + Answers.streamedToolCall("c1", "weather", "{}"));
		Handler handler = new Handler();

		this.model.chat(REQUEST, handler);

		handler.await();
		assertThat(handler.threads).hasSize(1).doesNotContain(Thread.currentThread());
	}

	@Test
	void handlerWhenItFailsThenListenersAreToldEachTimeAndOfTheAnswer() throws Exception {
		this.server.thenEvents(Answers.stream("a", "b"));
		Handler handler = new Handler() {

			@Override
			public void onPartialResponse(String text) {
				throw new IllegalStateException(text);
			}

		};

		this.model.chat(REQUEST, handler);

		assertThat(handler.await().aiMessage().text()).isEqualTo("ab");
		assertThat(handler.errors).extracting(Throwable::getMessage).containsExactly("a", "b");
		assertThat(this.listened).containsExactly("request", "error", "error", "response");
	}

	@Test
	void handlerWhenItFailsAtTheEndThenItIsTold() throws Exception {
		this.server.thenEvents(Answers.stream("a"));
		CountDownLatch told = new CountDownLatch(1);
		Handler handler = new Handler() {

			@Override
			public void onCompleteResponse(ChatResponse complete) {
				throw new IllegalStateException("full");
			}

			@Override
			public void onError(Throwable error) {
				super.onError(error);
				told.countDown();
			}

		};

		this.model.chat(REQUEST, handler);

		assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(handler.errors).singleElement().isInstanceOf(IllegalStateException.class);
	}

	@Test
	void handlerWhenAClassIsMissingThenTheStreamEndsAndItIsTold() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("one"));
			exchange.awaitClosed(closed);
		});
		CompletableFuture<Throwable> told = new CompletableFuture<>();
		Handler handler = new Handler() {

			@Override
			public void onPartialResponse(String text) {
				throw new NoClassDefFoundError("acme/Order");
			}

			@Override
			public void onError(Throwable error) {
				told.complete(error);
			}

		};

		this.model.chat(REQUEST, handler);

		assertThat(told.get(20, TimeUnit.SECONDS)).isInstanceOf(NoClassDefFoundError.class);
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void handleWhenCancelledTwiceThenStaysCancelledAndNothingFollows() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("one") + Answers.delta("two") + Answers.STOP);
			exchange.awaitClosed(closed);
		});
		CompletableFuture<StreamingHandle> handle = new CompletableFuture<>();
		List<String> texts = new CopyOnWriteArrayList<>();
		Handler handler = new Handler() {

			@Override
			public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
				texts.add(text.text());
				context.streamingHandle().cancel();
				handle.complete(context.streamingHandle());
			}

		};

		this.model.chat(REQUEST, handler);
		StreamingHandle cancelled = handle.get(20, TimeUnit.SECONDS);
		cancelled.cancel();

		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(cancelled.isCancelled()).isTrue();
		assertThat(texts).containsExactly("one");
		assertThat(handler.response).isNotDone();
		assertThat(handler.errors).isEmpty();
	}

}
