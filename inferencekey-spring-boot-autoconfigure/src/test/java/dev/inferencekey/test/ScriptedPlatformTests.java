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

package dev.inferencekey.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.PermissionCode;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.resilience.RetrySettings;
import dev.inferencekey.resilience.Timeouts;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.ContentPart;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import dev.inferencekey.text.ToolCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.util.MimeTypeUtils;

import static dev.inferencekey.test.ResponseHeader.requestId;
import static dev.inferencekey.test.ResponseHeader.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Each thing that a script can say, over a real client.
 */
class ScriptedPlatformTests {

	private static final String KEY = "ik_live_a1b2c3d4_" + "5ec2e7".repeat(10) + "cafe";

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	private final DataClient client = DataClient.builder()
		.baseUrl(this.platform.baseUrl())
		.project("acme")
		.apiKey(KEY)
		.retry(RetrySettings.UNSET.withMaxAttempts(1))
		.build();

	private final Endpoint endpoint = this.client.endpoint("support-bot");

	private final ScriptedWorkload workload = this.platform.workload("support-bot");

	@AfterEach
	void close() {
		this.client.close();
		this.platform.close();
	}

	@Test
	void repliesWhenWholeOrStreamedThenTheSameTextAndCost() {
		this.workload.replies("Open your orders.").costs(7, 3).finishesWith("length");
		TextResult whole = this.endpoint.generateText("Hola");
		assertThat(whole.text()).isEqualTo("Open your orders.");
		assertThat(whole.finishReason()).isEqualTo("length");
		assertThat(whole.usage().inputTokens()).isEqualTo(7);
		try (TextStream stream = this.endpoint.generateTextStream("Hola")) {
			List<TextChunk> chunks = stream.stream().toList();
			assertThat(chunks).extracting(TextChunk::text).containsExactly("Open ", "your ", "orders.", "");
			assertThat(chunks.get(3).finishReason()).isEqualTo("length");
			assertThat(chunks.get(3).usage().outputTokens()).isEqualTo(3);
		}
		assertThat(this.workload).received(2).lastRequest().isStreamed();
		assertThat(this.workload).request(0).isNotStreamed().hasNoField("temperature");
	}

	@Test
	void scriptWhenUsedUpThenTheLastAnswerAgain() {
		this.workload.replies("one").replies("two");
		assertThat(List.of(text(), text(), text())).containsExactly("one", "two", "two");
	}

	@Test
	void failsWithWhenCodeAndHeadersThenTheExceptionHasThem() {
		this.workload.failsWith(403, "scope_insufficient", requestId("req-7"))
			.failsWith(429, retryAfter(Duration.ofSeconds(3)))
			.failsWith(429, retryAfter(Duration.ofMillis(1500)));
		assertThatExceptionOfType(PermissionDeniedException.class).isThrownBy(this::text).satisfies((ex) -> {
			assertThat(ex.permissionCode()).isEqualTo(PermissionCode.SCOPE_INSUFFICIENT);
			assertThat(ex.requestId()).isEqualTo("req-7");
		});
		for (Duration expected : List.of(Duration.ofSeconds(3), Duration.ofMillis(1500))) {
			assertThatExceptionOfType(RateLimitException.class).isThrownBy(this::text)
				.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(expected));
		}
	}

	@Test
	void answerWhenCutOrDisconnectedThenTransportException() {
		this.workload.replies("a text that is cut").cutsAfter(0).disconnects().failsWith(500).cutsAfter(0);
		assertThatExceptionOfType(TransportException.class).isThrownBy(this::text);
		assertThatExceptionOfType(TransportException.class).isThrownBy(this::text);
		assertThatExceptionOfType(ApiException.class).isThrownBy(this::text);
	}

	@Test
	void hangsOrDelaysWhenTheClientWaitsLessThenItsTimeOut() {
		DataClient hurried = DataClient.builder()
			.baseUrl(this.platform.baseUrl())
			.project("acme")
			.apiKey(KEY)
			.timeouts(Timeouts.UNSET.withTotal(Duration.ofMillis(200)))
			.retry(RetrySettings.UNSET.withMaxAttempts(1))
			.build();
		try (hurried) {
			this.workload.hangs().replies("too late").delays(Duration.ofSeconds(30));
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(TransportException.class)
					.isThrownBy(() -> hurried.endpoint("support-bot").generateText("Hola"))
					.withMessageContaining("timeout.total");
			}
			assertThat(this.workload).request(0).wasAbandoned();
			assertThat(this.workload).request(1).wasAbandoned();
		}
	}

	@Test
	void streamWhenTheCallerLeavesThenTheRequestIsCancelled() {
		this.workload.streams("a", "b", "c").pauses(Duration.ofSeconds(30));
		Disposable call = this.endpoint.reactive().generateTextStream("Hola").subscribe();
		try (TextStream stream = this.endpoint.generateTextStream("Hola")) {
			assertThat(stream.iterator().next().text()).isEqualTo("a");
		}
		call.dispose();
		assertThat(this.workload).request(0).wasAbandoned();
		assertThat(this.workload).lastRequest().wasAbandoned();
	}

	@Test
	void abandonedWhenTheAnswerWasSentOrCutByThePlatformThenNot() {
		this.workload.replies("whole").replies("a text that is cut").cutsAfter(0).hangs();
		text();
		assertThatExceptionOfType(TransportException.class).isThrownBy(this::text);
		this.endpoint.reactive().generateText("Hola").onErrorComplete().subscribe();
		await().untilAsserted(() -> assertThat(this.workload).received(3));
		List<RecordedRequest> requests = this.workload.requests();
		this.platform.reset();
		List<String> ends = List.of("the whole answer was sent", "the platform cut the answer",
				"the platform cut the answer");
		for (int i = 0; i < 3; i++) {
			RecordedRequest request = requests.get(i);
			String expected = ends.get(i);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(request).wasAbandoned())
				.withMessageContaining(expected);
		}
	}

	@Test
	void embedsWhenDimensionsThenTheSameUnitVectorForTheSameText() {
		this.workload.embeds(8);
		List<float[]> first = this.endpoint.embed("a", "b").embeddings();
		List<float[]> second = this.endpoint.embed(EmbedRequest.builder().input("b").encodingFormat("float").build())
			.embeddings();
		assertThat(first.get(1)).containsExactly(second.get(0)).isNotEqualTo(first.get(0));
		double square = 0;
		for (float number : first.get(0)) {
			square += number * number;
		}
		assertThat(square).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-6));
	}

	@Test
	void scriptWhenItDoesNotFitTheRequestThenTheErrorSaysHow() {
		this.workload.embeds(new float[] { 1 }).reranks(0.5);
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> this.endpoint.embed("a", "b"))
			.withMessageContaining("the test has scripted 1 vectors, the request has 2 inputs");
		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> this.endpoint.rerank("q", List.of("a", "b", "c")))
			.withMessageContaining("the test has scripted 1 scores, the request has 3 documents");
	}

	@Test
	void answersWhenJsonThenThatBody() {
		this.workload.answers("{\"choices\":[{\"message\":{\"content\":\"raw\"},\"finish_reason\":\"stop\"}],\"x\":1}");
		TextResult result = this.endpoint.generateText("Hola");
		assertThat(result.text()).isEqualTo("raw");
		assertThat(result.raw().path("x").asInt()).isEqualTo(1);
	}

	@Test
	void answersWhenBytesThenThoseWithTheirTypeAndTheRequestIsRecorded() throws Exception {
		byte[] audio = { 'R', 'I', 'F', 'F', 0, -1, (byte) 0x80, '\n' };
		this.workload.answers(201, "audio/wav", audio, requestId("req-7"));
		HttpResponse<byte[]> answer = post(this.platform.url("support-bot") + "/audio/speech");
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.headers().firstValue("content-type")).hasValue("audio/wav");
		assertThat(answer.headers().firstValue("x-request-id")).hasValue("req-7");
		assertThat(answer.body()).isEqualTo(audio);
		RecordedRequest request = this.workload.requests().get(0);
		assertThat(request.path()).isEqualTo("/audio/speech");
		assertThat(request).hasField("input", "Hola").hasHeader("accept", "audio/*");
	}

	@Test
	void answersWhenBytesAreCutThenTheyBreakInTheMiddle() {
		this.workload.answers(200, "text/event-stream", new byte[1000]).cutsAfter(0);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> post(this.platform.url("support-bot") + "/audio/speech"));
	}

	@ParameterizedTest
	@CsvSource({ "/endpoint/acme/support-bot/v1/audio/speech, /audio/speech",
			"/support-bot/v1/audio/speech, /audio/speech", "/endpoint/acme/support-bot/forecast, /forecast",
			"/support-bot/jobs, /jobs" })
	void routeWhenBelowAVersionOrNotThenAnswered(String route, String path) throws Exception {
		this.workload.answers("{}");
		assertThat(post(this.platform.baseUrl() + route).statusCode()).isEqualTo(200);
		assertThat(this.workload.requests()).extracting(RecordedRequest::path).containsExactly(path);
		assertThat(this.workload.requests()).extracting(RecordedRequest::method).containsExactly("POST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/v1", "/v1/chat/completions", "/support-bot", "/support-bot/",
			"/endpoint/acme/support-bot" })
	void routeWhenItNamesNoOperationThenNotFound(String route) throws Exception {
		assertThat(post(this.platform.baseUrl() + route).statusCode()).isEqualTo(404);
		assertThat(this.platform.requests()).isEmpty();
	}

	@Test
	void fieldsWhenNumbersThenComparedByValue() {
		this.workload.replies("x");
		this.endpoint.generateText((request) -> request.user("Hola")
			.temperature(1.0)
			.maxTokens(300)
			.extra("list", List.of(1, 2.50))
			.extra("object", Map.of("a", 1e2)));
		RecordedRequest request = this.workload.requests().get(0);
		assertThat(request).hasField("temperature", 1)
			.hasField("max_tokens", 300.0)
			.hasField("max_tokens", 300L)
			.hasField("list", List.of(1.0, 2.5))
			.hasField("object", Map.of("a", 100));
		for (Object other : List.of(1.0000001, "1", true, List.of(1))) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> assertThat(request).hasField("temperature", other));
		}
	}

	private static HttpResponse<byte[]> post(String url) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url))
			.header("accept", "audio/*")
			.POST(HttpRequest.BodyPublishers.ofString("{\"input\":\"Hola\"}"))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
	}

	@Test
	void scriptWhenWrongThenSaysSoAtOnce() {
		assertThatIllegalStateException().isThrownBy(() -> this.workload.delays(Duration.ofSeconds(1)))
			.withMessageContaining("describe one first");
		assertThatIllegalArgumentException().isThrownBy(() -> this.workload.failsWith(200));
		assertThatIllegalArgumentException().isThrownBy(() -> this.workload.replies("x").cutsAfter(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.workload.embeds(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.workload.answers(100, "audio/wav", new byte[0]));
	}

	@Test
	void assertionsWhenTheyDoNotHoldThenSayWhatCameAndNoKey() {
		this.workload.replies("x");
		text();
		RecordedRequest request = this.workload.requests().get(0);
		assertThat(request).hasHeader("authorization", "Bearer " + KEY);
		for (Runnable wrong : List.<Runnable>of(() -> assertThat(request).hasUserMessage("other"),
				() -> assertThat(request).hasField("max_tokens", 1), () -> assertThat(request).isStreamed(),
				() -> assertThat(request).hasHeader("authorization", "other"),
				() -> assertThat(request).hasNoField("model"), () -> assertThat(this.workload).received(2),
				() -> assertThat(this.workload).request(1))) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(wrong::run)
				.satisfies((ex) -> assertThat(ex.getMessage()).isNotEmpty().doesNotContain("5ec2e7"));
		}
		assertThat(request.toString()).contains("/chat/completions").doesNotContain("5ec2e7");
	}

	private String text() {
		return this.endpoint.generateText("Hola").text();
	}

	@Test
	void messagesWhenTheyHavePartsAndToolsThenRecordedAsTheyWereSent() {
		ToolCall call = ToolCall.of("call_1", "weather", "{}");
		List<ChatMessage> messages = List.of(
				ChatMessage.user(ContentPart.text("Where is "), ContentPart.text("this?"),
						ContentPart.image(URI.create("https://example.com/a.png")),
						ContentPart.image(MimeTypeUtils.IMAGE_PNG, new byte[] { 0, 1, 2 }),
						ContentPart.audio("wav", new byte[] { 0, 1, 2 }),
						ContentPart.file("a.txt", MimeTypeUtils.TEXT_PLAIN, new byte[] { 0, 1, 2 })),
				ChatMessage.assistant(TextResult.builder().text("").toolCalls(List.of(call)).build()),
				ChatMessage.toolResult(call, "clear"), ChatMessage.user("Thanks").withName("ada"));
		this.workload.replies("You are welcome.");

		this.endpoint.generateText((request) -> request.messages(messages));

		RecordedRequest request = this.workload.requests().get(0);
		assertThat(request.messages()).isEqualTo(messages);
		assertThat(request).hasUserMessage("Where is this?").hasUserMessage("Thanks").hasMessage("tool", "clear");
	}

}
