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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.inferencekey.DataClient;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.observation.CallContext;
import dev.inferencekey.observation.ToolContext;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import dev.inferencekey.tool.ToolLoop;
import dev.inferencekey.tool.ToolLoopResult;
import dev.inferencekey.tool.TooManyRoundsException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tool loops over the wire, streamed ones above all.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ToolLoopWireTests {

	private static final String CITY = "{\"city\":\"Madrid\"}";

	private final WireServer server = new WireServer();

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.server.close();
	}

	private static TextRequest request(Function<ToolCall, Object> weather) {
		return TextRequest.of((request) -> request.prompt("How is the weather?")
			.tools(Tool.of("weather", "Current weather", "{\"type\":\"object\"}", weather)));
	}

	private Object hang(ToolCall call) {
		this.running.countDown();
		try {
			return new CountDownLatch(1).await(50, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
			throw new IllegalStateException(ex);
		}
	}

	private static void assertHappens(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
	}

	private void scriptStream() {
		this.server
			.thenEvents(Answers.delta("Let me ") + Answers.delta("see.")
					+ Answers.streamedToolCall("call_1", "weather", CITY))
			.thenEvents(Answers.stream("It is ", "sunny."));
	}

	@Test
	void loopWhenTheModelCallsAToolThenTheCallAndItsResultAreSent() {
		this.server.thenJson(200, Answers.toolCall("call_1", "weather", CITY)).thenJson(200, Answers.text("Sunny."));

		String text = ToolLoop.over(this.server.endpoint()).run(request((call) -> "sunny")).result().text();

		assertThat(text).isEqualTo("Sunny.");
		JsonNode messages = JsonMapper.shared().readTree(this.server.requests().get(1).body()).get("messages");
		assertThat(messages).hasSize(3);
		assertThat(messages.at("/1/tool_calls/0/id").asString()).isEqualTo("call_1");
		assertThat(messages.at("/1/tool_calls/0/function/arguments").asString()).isEqualTo(CITY);
		assertThat(messages.at("/2/role").asString()).isEqualTo("tool");
		assertThat(messages.at("/2/tool_call_id").asString()).isEqualTo("call_1");
		assertThat(messages.at("/2/content").asString()).isEqualTo("sunny");
	}

	@Test
	void loopWhenAnIdHasHalfASurrogatePairThenTheCallAndItsResultAreSentWithTheSame() {
		this.server.thenJson(200, Answers.toolCall("call_\\ud83d", "weather", CITY))
			.thenJson(200, Answers.text("Sunny."));

		String text = ToolLoop.over(this.server.endpoint()).run(request((call) -> "sunny")).result().text();

		assertThat(text).isEqualTo("Sunny.");
		JsonNode messages = JsonMapper.shared().readTree(this.server.requests().get(1).body()).get("messages");
		assertThat(messages.at("/1/tool_calls/0/id").asString()).isEqualTo("call_?");
		assertThat(messages.at("/2/tool_call_id").asString()).isEqualTo("call_?");
	}

	@Test
	void streamWhenTheModelCallsAToolThenTheTextOfAllRoundsAndTheToolOnAThreadThatMayBlock() {
		scriptStream();
		List<Boolean> blocking = new CopyOnWriteArrayList<>();

		List<TextChunk> chunks = ToolLoop.over(this.server.endpoint()).stream(request((call) -> {
			blocking.add(!Schedulers.isInNonBlockingThread());
			return "sunny";
		})).collectList().block();

		assertThat(chunks).extracting(TextChunk::text).contains("Let me ", "see.", "It is ", "sunny.");
		assertThat(chunks).flatExtracting(TextChunk::toolCalls).containsExactly(ToolCall.of("call_1", "weather", CITY));
		assertThat(chunks).extracting(TextChunk::finishReason).contains("tool_calls", "stop");
		assertThat(blocking).containsExactly(true);
		assertThat(this.server.requests().get(1).body()).contains("Let me see.", "call_1", "\"sunny\"");
	}

	@Test
	void streamWhenItEndsThenTheTranscriptAndTheUsageOfAllRounds() {
		String usage = Answers.event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}");
		this.server
			.thenEvents(Answers.delta("Let me see.")
					+ Answers.streamedToolCall("call_1", "weather", CITY).replace(Answers.DONE, usage + Answers.DONE))
			.thenEvents(Answers.stream("It is ", "sunny.").replace(Answers.DONE, usage + Answers.DONE));
		List<ToolLoopResult> results = new CopyOnWriteArrayList<>();

		StepVerifier
			.create(ToolLoop.over(this.server.endpoint())
				.stream(request((call) -> "sunny"), results::add)
				.doOnNext((chunk) -> assertThat(results).isEmpty())
				.doOnComplete(() -> assertThat(results).hasSize(1)))
			.thenConsumeWhile((chunk) -> true)
			.verifyComplete();

		ToolLoopResult result = results.get(0);
		assertThat(result.result().text()).isEqualTo("It is sunny.");
		assertThat(result.usage()).isEqualTo(Usage.of(14, 4));
		assertThat(result.rounds()).isEqualTo(2);
		assertThat(result.messages()).extracting(ChatMessage::role)
			.containsExactly("user", "assistant", "tool", "assistant");
		assertThat(result.messages().get(1).text()).isEqualTo("Let me see.");
		assertThat(result.messages().get(1).toolCalls()).containsExactly(ToolCall.of("call_1", "weather", CITY));
		assertThat(result.messages().get(2))
			.isEqualTo(ChatMessage.toolResult(ToolCall.of("call_1", "weather", CITY), "sunny"));
	}

	@Test
	void streamWhenItFailsThenNoResult() {
		scriptStream();
		List<ToolLoopResult> results = new CopyOnWriteArrayList<>();

		StepVerifier
			.create(ToolLoop.over(this.server.endpoint()).maxRounds(1).stream(request((call) -> "sunny"), results::add))
			.thenConsumeWhile((chunk) -> true)
			.verifyError(TooManyRoundsException.class);

		assertThat(results).isEmpty();
	}

	@Test
	void streamWhenWhoIsToldThrowsThenFailsWithIt() {
		scriptStream();

		StepVerifier.create(ToolLoop.over(this.server.endpoint()).stream(request((call) -> "sunny"), (result) -> {
			throw new IllegalStateException("full");
		})).thenConsumeWhile((chunk) -> true).verifyErrorMessage("full");
	}

	@Test
	void streamWhenSeveralToolsAreCalledThenRunInParallelUnlessDeclined() {
		String calls = "{\"choices\":[{\"delta\":{\"tool_calls\":[" + IntStream.range(0, 3)
			.mapToObj((i) -> "{\"index\":" + i + ",\"id\":\"call_" + i
					+ "\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}")
			.collect(Collectors.joining(",")) + "]},\"finish_reason\":\"tool_calls\"}]}";
		this.server.thenEvents(Answers.event(calls) + Answers.DONE).thenEvents(Answers.stream("Sunny."));
		CyclicBarrier both = new CyclicBarrier(2);
		List<ToolLoopResult> results = new CopyOnWriteArrayList<>();

		ToolLoop.over(this.server.endpoint()).approve((call) -> !call.id().equals("call_1")).stream(request((call) -> {
			await(both);
			return call.id();
		}), results::add).blockLast();

		assertThat(results.get(0).messages()).filteredOn((message) -> message.role().equals("tool"))
			.extracting(ChatMessage::text)
			.satisfiesExactly((text) -> assertThat(text).isEqualTo("call_0"),
					(text) -> assertThat(text).contains("declined"), (text) -> assertThat(text).isEqualTo("call_2"));
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError("the tools do not run at the same time", ex);
		}
	}

	@Test
	void streamWhenTheTimeIsOverThenFailsAndInterruptsItsTool() throws Exception {
		scriptStream();

		StepVerifier
			.create(ToolLoop.over(this.server.endpoint()).timeout(Duration.ofSeconds(2)).stream(request(this::hang)))
			.thenConsumeWhile((chunk) -> true)
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(TransportException.class)
				.hasMessageContaining("no answer within PT2S"));

		assertHappens(this.interrupted);
	}

	@Test
	void streamWhenAToolEndsWithAnErrorThenFailsWithIt() {
		scriptStream();

		StepVerifier.create(ToolLoop.over(this.server.endpoint()).stream(request((call) -> {
			throw new AssertionError("broken");
		}))).thenConsumeWhile((chunk) -> true).verifyErrorMessage("broken");
	}

	@Test
	void streamWhenItsReaderTakesOneChunkAtATimeThenGoesOnAsFarAsAsked() {
		scriptStream();

		StepVerifier
			.create(ToolLoop.over(this.server.endpoint())
				.stream(request((call) -> "sunny"))
				.filter((chunk) -> !chunk.text().isEmpty())
				.map(TextChunk::text), 0)
			.thenRequest(1)
			.expectNext("Let me ")
			.thenRequest(1)
			.expectNext("see.")
			.thenRequest(1)
			.expectNext("It is ")
			.thenRequest(1)
			.expectNext("sunny.")
			.thenRequest(1)
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void streamWhenTheLastRoundCallsToolsThenItsChunksAndThenTheFailure() {
		scriptStream();

		StepVerifier
			.create(ToolLoop.over(this.server.endpoint())
				.maxRounds(1)
				.stream(request((call) -> "sunny"))
				.map(TextChunk::text)
				.filter((text) -> !text.isEmpty()))
			.expectNext("Let me ", "see.")
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(TooManyRoundsException.class,
					(failure) -> assertThat(failure.text()).isEqualTo("Let me see.")))
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void streamWhenCancelledWhileAToolRunsThenTheToolIsInterruptedAndNothingMoreIsSent(CapturedOutput output)
			throws Exception {
		scriptStream();
		Disposable stream = ToolLoop.over(this.server.endpoint()).stream(request(this::hang)).subscribe();
		assertHappens(this.running);

		stream.dispose();

		assertHappens(this.interrupted);
		assertThat(this.server.requests()).hasSize(1);
		assertThat(output).doesNotContain("onErrorDropped");
	}

	@Test
	void streamWhenCancelledInALaterRoundThenItsConnectionIsClosed(CapturedOutput output) throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.thenEvents(Answers.streamedToolCall("call_1", "weather", CITY)).then((exchange) -> {
			exchange.head();
			exchange.chunk(Answers.delta("It is"));
			exchange.awaitClosed(closed);
		});
		CountDownLatch came = new CountDownLatch(1);
		Disposable stream = ToolLoop.over(this.server.endpoint())
			.stream(request((call) -> "sunny"))
			.filter((chunk) -> chunk.text().equals("It is"))
			.subscribe((chunk) -> came.countDown());
		assertHappens(came);

		stream.dispose();

		assertHappens(closed);
		assertThat(output).doesNotContain("onErrorDropped");
	}

	@Test
	void loopWhenItsThreadIsInterruptedDuringACallThenTheConnectionIsClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		CountDownLatch reached = new CountDownLatch(1);
		this.server.thenJson(200, Answers.toolCall("call_1", "weather", CITY)).then((exchange) -> {
			reached.countDown();
			exchange.awaitClosed(closed);
		});
		Thread caller = new Thread(() -> {
			try {
				ToolLoop.over(this.server.endpoint()).run(request((call) -> "sunny"));
			}
			catch (RuntimeException ex) {
				this.interrupted.countDown();
			}
		});
		caller.start();
		assertHappens(reached);

		caller.interrupt();

		assertHappens(closed);
		assertHappens(this.interrupted);
	}

	@Test
	void streamWhenObservedThenCallsAndToolsAreChildrenOfTheCallersObservation() {
		scriptStream();
		List<Observation.Context> contexts = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				contexts.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof CallContext || context instanceof ToolContext;
			}

		});
		DataClient client = this.server.builder().observationRegistry(registry).build();
		Observation caller = Observation.start("caller", registry);

		try (Observation.Scope scope = caller.openScope()) {
			ToolLoop.over(client.endpoint("support-bot").reactive()).stream(request((call) -> "sunny")).blockLast();
		}

		assertThat(contexts).hasSize(3).extracting(Observation.Context::getParentObservation).containsOnly(caller);
		assertThat(contexts.get(1)).isInstanceOf(ToolContext.class);
	}

}
