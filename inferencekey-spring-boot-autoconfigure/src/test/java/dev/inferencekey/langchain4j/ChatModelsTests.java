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

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.wire.Answers;
import dev.inferencekey.wire.WireServer;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.RetryUtils;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.adapter.JdkFlowAdapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The chat models over the wire: in each of their forms, and when calls fail.
 */
class ChatModelsTests {

	private static final ChatRequest REQUEST = ChatRequest.builder().messages(UserMessage.from("Hola")).build();

	private final WireServer server = new WireServer();

	private final InferenceKeyChatModel model = new InferenceKeyChatModel(this.server.endpoint());

	private final InferenceKeyStreamingChatModel streaming = new InferenceKeyStreamingChatModel(this.server.endpoint());

	@AfterEach
	void close() {
		this.server.close();
	}

	/**
	 * Keeps what a handler is told.
	 */
	private static class Told implements StreamingChatResponseHandler {

		final List<Object> events = new CopyOnWriteArrayList<>();

		final CountDownLatch end = new CountDownLatch(1);

		@Override
		public void onPartialResponse(String text) {
			this.events.add(text);
		}

		@Override
		public void onPartialThinking(PartialThinking thinking) {
			this.events.add(thinking);
		}

		@Override
		public void onCompleteToolCall(CompleteToolCall call) {
			this.events.add(call);
		}

		@Override
		public void onCompleteResponse(ChatResponse response) {
			this.events.add(response);
			this.end.countDown();
		}

		@Override
		public void onError(Throwable error) {
			this.events.add(error);
			this.end.countDown();
		}

		List<Object> await() throws InterruptedException {
			assertThat(this.end.await(20, TimeUnit.SECONDS)).isTrue();
			return this.events;
		}

	}

	@Test
	void chatWhenAsynchronousThenTheAnswerAndCancellingEndsTheCall() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		this.server.thenJson(200, Answers.OK).then((exchange) -> {
			asked.countDown();
			exchange.awaitClosed(closed);
		});

		assertThat(this.model.chatAsync("Hola").get(20, TimeUnit.SECONDS)).isEqualTo("ok");
		CompletableFuture<ChatResponse> call = this.model.doChatAsync(REQUEST);
		assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
		call.cancel(true);

		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenItThinksAnswersAndCallsToolsThenEachIsToldWhole() throws Exception {
		this.server.thenEvents(Answers.event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\"}}]}")
				+ Answers.delta("One moment") + Answers.streamedToolCall("c1", "weather", "{}"));
		Told told = new Told();

		this.streaming.chat(REQUEST, told);

		List<Object> events = told.await();
		assertThat(events).hasSize(4).startsWith(new PartialThinking("Hm"), "One moment");
		assertThat(events.get(2)).isInstanceOfSatisfying(CompleteToolCall.class, (call) -> {
			assertThat(call.index()).isZero();
			assertThat(call.toolExecutionRequest().name()).isEqualTo("weather");
		});
		assertThat(events.get(3)).isInstanceOfSatisfying(ChatResponse.class, (response) -> {
			assertThat(response.aiMessage().thinking()).isEqualTo("Hm");
			assertThat(response.aiMessage().text()).isEqualTo("One moment");
			assertThat(response.aiMessage().toolExecutionRequests()).hasSize(1);
		});
	}

	@Test
	void streamWhenAPublisherThenTheSameEventsAndCancellingEndsTheCall() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.thenEvents(Answers.stream("a", "b")).then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("one"));
			exchange.awaitClosed(closed);
		});

		List<ChatModelStreamingEvent> events = JdkFlowAdapter.flowPublisherToFlux(this.streaming.chat(REQUEST))
			.collectList()
			.block();
		JdkFlowAdapter.flowPublisherToFlux(this.streaming.chat(REQUEST)).blockFirst();

		assertThat(events).hasSize(3).startsWith(new PartialResponse("a"), new PartialResponse("b"));
		assertThat(events.get(2)).isInstanceOf(CompleteResponse.class);
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenTheHandlerFailsThenItIsToldAndTheStreamGoesOn() throws Exception {
		this.server.thenEvents(Answers.stream("a", "b"));
		IllegalStateException failure = new IllegalStateException("full");
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		CompletableFuture<ChatResponse> response = new CompletableFuture<>();

		this.streaming.chat(REQUEST, new StreamingChatResponseHandler() {

			@Override
			public void onPartialResponse(String text) {
				throw failure;
			}

			@Override
			public void onCompleteResponse(ChatResponse complete) {
				response.complete(complete);
			}

			@Override
			public void onError(Throwable error) {
				errors.add(error);
				throw new IllegalArgumentException("in onError, too");
			}

		});

		assertThat(response.get(20, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("ab");
		assertThat(errors).containsExactly(failure, failure);
	}

	@Test
	void streamWhenTheCallerHasAContextThenTheHandlerHasItToo() throws Exception {
		ThreadLocal<String> tenant = new ThreadLocal<>();
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", tenant);
		try {
			this.server.thenEvents(Answers.stream("a"));
			CompletableFuture<String> seen = new CompletableFuture<>();
			tenant.set("acme");

			this.streaming.chat(REQUEST, new Told() {

				@Override
				public void onCompleteResponse(ChatResponse response) {
					seen.complete(tenant.get());
				}

			});

			assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("acme");
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		}
	}

	@ParameterizedTest
	@CsvSource({ "401, AuthenticationException", "403, AuthenticationException", "404, ModelNotFoundException",
			"400, InvalidRequestException", "429, NonRetriableException", "503, NonRetriableException" })
	void chatWhenItFailsThenNonRetriableWithOurFailureAsCause(int status, String expected) throws Exception {
		this.server.thenJson(status, "{}");
		Told told = new Told();

		List<Throwable> failures = new CopyOnWriteArrayList<>();
		failures.add(catchThrowable(() -> this.model.chat(REQUEST)));
		failures.add(catchThrowable(() -> this.model.chatAsync(REQUEST).get(20, TimeUnit.SECONDS)).getCause());
		this.streaming.chat(REQUEST, told);
		failures.add((Throwable) told.await().get(0));

		assertThat(failures).hasSize(3).allSatisfy((failure) -> {
			assertThat(failure.getClass().getSimpleName()).isEqualTo(expected);
			assertThat(failure).isInstanceOf(NonRetriableException.class)
				.hasMessage(failure.getCause().getMessage())
				.cause()
				.isInstanceOf(InferenceKeyException.class);
		});
	}

	@Test
	void chatWhenTheFrameworkRetriesThenNotWhatWeHaveRetried() {
		this.server.thenJson(503, "{}");

		Throwable failure = catchThrowable(
				() -> RetryUtils.withRetryMappingExceptions(() -> this.model.chat(REQUEST), 3));

		assertThat(failure.getCause()).isInstanceOfSatisfying(ApiException.class,
				(ours) -> assertThat(ours.isRetryable()).isTrue());
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void chatWhenTheRequestIsInvalidThenSaidSoBeforeItIsSent() {
		ChatRequest withoutTools = ChatRequest.builder()
			.messages(UserMessage.from("Hola"))
			.toolChoice(dev.langchain4j.model.chat.request.ToolChoice.REQUIRED)
			.build();

		Throwable failure = catchThrowable(() -> this.model.chat(withoutTools));

		assertThat(failure).isInstanceOf(InvalidRequestException.class);
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void streamWhenTheRequestIsNotSupportedThenTheHandlerIsTold() throws Exception {
		Told told = new Told();

		this.streaming.chat(ChatRequest.builder().messages(UserMessage.from("Hola")).modelName("gpt-4").build(), told);

		assertThat(told.await()).singleElement().isInstanceOf(UnsupportedFeatureException.class);
	}

	@Test
	void listenersWhenThereAreSomeThenTheyAreToldOfEveryCall() throws Exception {
		List<String> told = new CopyOnWriteArrayList<>();
		ChatModelListener listener = new ChatModelListener() {

			@Override
			public void onRequest(ChatModelRequestContext context) {
				told.add("request");
			}

			@Override
			public void onResponse(ChatModelResponseContext context) {
				told.add(context.chatResponse().aiMessage().text());
			}

			@Override
			public void onError(ChatModelErrorContext context) {
				told.add(context.error().getClass().getSimpleName());
			}

		};
		this.server.thenJson(200, Answers.OK).thenEvents(Answers.stream("a")).thenJson(401, "{}");
		Told handler = new Told();

		InferenceKeyChatModel model = new InferenceKeyChatModel(this.server.endpoint(), List.of(listener));
		model.chat(REQUEST);
		new InferenceKeyStreamingChatModel(this.server.endpoint(), List.of(listener)).chat(REQUEST, handler);
		handler.await();
		catchThrowable(() -> model.chat(REQUEST));

		assertThat(told).containsExactly("request", "ok", "request", "a", "request", "AuthenticationException");
	}

}
