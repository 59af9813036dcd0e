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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.rerank.RerankRequest;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Calls for a whole text through a raw socket: what is sent, and what becomes of the
 * answers.
 */
class CallWireTests {

	private static final String ANSWER = "{\"id\":\"c1\",\"model\":\"qwen3\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Sí.\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15}}";

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private void assertSent(String path, String body) throws Exception {
		WireServer.Request request = this.server.requests().get(this.server.requests().size() - 1);
		assertThat(request.line()).isEqualTo("POST " + path + " HTTP/1.1");
		assertThat(request.headers()).containsEntry("content-type", "application/json");
		JSONAssert.assertEquals(body, request.body(), true);
	}

	@Test
	void generateTextWhenAnsweredThenTextModelReasonAndUsage() throws Exception {
		this.server.thenJson(200, ANSWER);
		TextResult result = this.server.endpoint()
			.generateText((request) -> request.prompt("Hola, ¿cómo puedo cancelar mi pedido?")
				.temperature(0.2)
				.maxTokens(300));
		assertThat(result.text()).isEqualTo("Sí.");
		assertThat(result.model()).isEqualTo("qwen3");
		assertThat(result.finishReason()).isEqualTo("stop");
		assertThat(result.usage()).isEqualTo(Usage.of(12, 3).withTotalTokens(15));
		assertThat(result.raw().at("/id").asString()).isEqualTo("c1");
		assertThat(result.raw()).isSameAs(result.raw());
		assertSent("/endpoint/acme/support-bot/v1/chat/completions",
				"{\"model\":\"support-bot\",\"stream\":false,\"temperature\":0.2,\"max_tokens\":300,\"messages\":[{\"role\":\"user\",\"content\":\"Hola, ¿cómo puedo cancelar mi pedido?\"}]}");
		assertThat(this.server.requests().get(0).headers()).containsEntry("authorization", "Bearer " + WireServer.KEY);
	}

	@Test
	void generateTextWhenEveryParameterThenEachHasItsNameOnTheWire() throws Exception {
		this.server.thenJson(200, ANSWER);
		this.server.endpoint()
			.generateText((request) -> request.system("Be brief.")
				.messages(List.of(ChatMessage.user("Hi"), ChatMessage.assistant("Hello")))
				.user("Bye")
				.topP(0.9)
				.stop("a", "b")
				.seed(7)
				.presencePenalty(0.1)
				.frequencyPenalty(-0.1)
				.extra("response_format", Map.of("type", "json_object")));
		assertSent("/endpoint/acme/support-bot/v1/chat/completions",
				"{\"model\":\"support-bot\",\"stream\":false,\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"},{\"role\":\"user\",\"content\":\"Bye\"}],\"top_p\":0.9,\"stop\":[\"a\",\"b\"],\"seed\":7,\"presence_penalty\":0.1,\"frequency_penalty\":-0.1,\"response_format\":{\"type\":\"json_object\"}}");
	}

	@Test
	void generateTextWhenContentIsNullThenTextIsEmptyAndRawShowsTheToolCalls() {
		this.server.thenJson(200,
				"{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"t1\"}]},\"finish_reason\":\"tool_calls\"}],\"usage\":null}");
		TextResult result = this.server.endpoint().generateText("Hola");
		assertThat(result.text()).isEmpty();
		assertThat(result.usage()).isNull();
		assertThat(result.finishReason()).isEqualTo("tool_calls");
		assertThat(result.raw().at("/choices/0/message/tool_calls/0/id").asString()).isEqualTo("t1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"choices\":[]}", "[]", "null", "", "{\"choices\":[{\"message\":", ANSWER + "x" })
	void generateTextWhenAnswerIsBrokenThenApiException(String answer) {
		this.server.thenJson(200, answer);
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("cannot be read");
	}

	@Test
	void generateTextWhenErrorWithStatus200ThenApiException() {
		this.server.thenJson(200, "{\"error\":{\"message\":\"engine died\",\"code\":\"dead\"}}");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("engine died")
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("dead"));
	}

	static Stream<Consumer<Endpoint>> invalidCalls() {
		return Stream.of((endpoint) -> endpoint.generateText(" "), (endpoint) -> endpoint.generateText((request) -> {
		}), (endpoint) -> endpoint.generateText((request) -> request.prompt("a").user("b")),
				(endpoint) -> endpoint.generateText((request) -> request.user(" ")),
				(endpoint) -> endpoint.generateText((request) -> request.messages(List.of(ChatMessage.of("", "a")))),
				(endpoint) -> endpoint.generateText((request) -> request.prompt("a").extra("stream", true)),
				(endpoint) -> endpoint.generateText((request) -> request.prompt("a").extra("x", new Object() {
					@SuppressWarnings("unused")
					public String getBroken() {
						throw new IllegalStateException("broken getter");
					}
				})), (endpoint) -> endpoint.generateTextStream(" "), (endpoint) -> endpoint.embed(),
				(endpoint) -> endpoint.embed(List.of()),
				(endpoint) -> endpoint.embed(EmbedRequest.builder().input("a").extra("input", "b").build()),
				(endpoint) -> endpoint.rerank(" ", List.of("a")), (endpoint) -> endpoint.rerank("q", List.of()),
				(endpoint) -> endpoint.rerank(RerankRequest.builder().query("q").documents("a").topN(0).build()));
	}

	@ParameterizedTest
	@MethodSource("invalidCalls")
	void callWhenRequestIsInvalidThenRefusedBeforeAnythingIsSent(Consumer<Endpoint> call) {
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> call.accept(endpoint))
			.withMessageStartingWith("validation error: ")
			.withMessageContaining("support-bot")
			.satisfies((ex) -> assertThat(ex.status()).isZero());
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void callWhenWorkloadHasAUrlThenBarePathsModelAndNoKey() throws Exception {
		this.server.thenJson(200, ANSWER);
		DataClient client = DataClient.builder()
			.apiKey(WireServer.KEY)
			.workload("local",
					(settings) -> settings.url(this.server.baseUrl() + "/v1/")
						.model("qwen3:0.6b")
						.keys((workload) -> null)
						.textDefaults((text) -> text.temperature(0.1).maxTokens(5)))
			.build();
		client.endpoint("local").generateText((request) -> request.prompt("a").maxTokens(9));
		assertSent("/v1/chat/completions",
				"{\"model\":\"qwen3:0.6b\",\"stream\":false,\"temperature\":0.1,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}");
		assertThat(this.server.requests().get(0).headers()).doesNotContainKey("authorization");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "ftp://x", "http://", "https://user:pw@x", "https://x?a=b", "https://x#a",
			"http://a b", "http://x:99999" })
	void clientWhenBaseUrlIsBadThenConfigurationExceptionWithoutTheValue(String url) {
		assertThatExceptionOfType(ConfigurationException.class)
			.isThrownBy(
					() -> DataClient.builder().baseUrl(url).project("p").apiKey(WireServer.KEY).build().endpoint("w"))
			.withMessageContaining("base-url")
			.withMessageNotContaining("pw");
	}

	@Test
	void callWhenOnAVirtualOrPlatformThreadThenAnswered() throws Exception {
		this.server.thenJson(200, ANSWER);
		Endpoint endpoint = this.server.endpoint();
		List<Thread> threads = new ArrayList<>();
		CountDownLatch answered = new CountDownLatch(2);
		Runnable call = () -> {
			if (endpoint.generateText("Hola").text().equals("Sí.")) {
				answered.countDown();
			}
		};
		threads.add(new Thread(call));
		threads.add(virtualThread(call));
		threads.forEach(Thread::start);
		assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
	}

	// By reflection, since the tests are compiled for Java 17.
	private static Thread virtualThread(Runnable task) throws Exception {
		if (Runtime.version().feature() < 21) {
			return new Thread(task);
		}
		Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
		return (Thread) Class.forName("java.lang.Thread$Builder")
			.getMethod("unstarted", Runnable.class)
			.invoke(builder, task);
	}

	@Test
	void callWhenThreadIsInterruptedThenTransportExceptionAndConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		CountDownLatch received = new CountDownLatch(1);
		this.server.then((exchange) -> {
			received.countDown();
			exchange.awaitClosed(closed);
		});
		Endpoint endpoint = this.server.endpoint();
		Thread caller = Thread.currentThread();
		new Thread(() -> {
			try {
				received.await();
				caller.interrupt();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}).start();
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	static Stream<Consumer<Endpoint>> blockingCalls() {
		return Stream.of((endpoint) -> endpoint.generateText("Hola"),
				(endpoint) -> endpoint.generateText(TextRequest.of("Hola")),
				(endpoint) -> endpoint.generateTextStream("Hola"), (endpoint) -> endpoint.embed("Hola"));
	}

	@ParameterizedTest
	@MethodSource("blockingCalls")
	void clientWhenFailedThenTheTraceBeginsWithTheCallerAndEndsWithReactor(Consumer<Endpoint> call) {
		this.server.thenJson(500, "{}");
		Endpoint endpoint = this.server.endpoint();
		ApiException failure = catchThrowableOfType(ApiException.class, () -> call.accept(endpoint));
		List<String> classes = Stream.of(failure.getStackTrace()).map(StackTraceElement::getClassName).toList();
		assertThat(classes).first().isEqualTo(CallWireTests.class.getName());
		assertThat(classes.subList(0, classes.indexOf("call"))).noneMatch((name) -> name.startsWith("reactor."));
		assertThat(classes.subList(classes.indexOf("call"), classes.size()))
			.anyMatch((name) -> name.startsWith("reactor."));
		assertThat(failure.getSuppressed()).isEmpty();
	}

	@Test
	void clientWhenFailedBeforeAnythingIsSentThenTheCallersFramesAreThereOnce() {
		Endpoint endpoint = this.server.endpoint();
		ValidationException failure = catchThrowableOfType(ValidationException.class, () -> endpoint.generateText(""));
		assertThat(failure.getStackTrace()[0].getClassName()).isEqualTo(CallWireTests.class.getName());
		assertThat(failure.getStackTrace()).filteredOn((frame) -> frame.getMethodName().startsWith("clientWhenFailed"))
			.hasSize(1);
	}

}
