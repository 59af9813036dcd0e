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

package dev.inferencekey.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.resilience.RetrySettings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Untidy answers of real engines and gateways: what is usable works, what is wrong or
 * shorter than it should be is an exception, and nothing is a silent empty text.
 */
class AnswerShapesTests {

	private static final String DONE = "data: [DONE]\n\n";

	private static Endpoint answering(String contentType, boolean requireFinishReason, byte[]... parts) {
		Flux<DataBuffer> body = Flux.fromArray(parts)
			.filter((part) -> part.length > 0)
			.map(DefaultDataBufferFactory.sharedInstance::wrap);
		WebClient.Builder web = WebClient.builder()
			.exchangeFunction((request) -> Mono
				.just(ClientResponse.create(HttpStatus.OK).header("content-type", contentType).body(body).build()));
		return DataClient.builder()
			.baseUrl("http://localhost")
			.project("acme")
			.apiKey("ik_live_a1b2c3d4_" + "0".repeat(64))
			.webClientBuilder(web)
			.retry(RetrySettings.UNSET.withMaxAttempts(1))
			.defaults((settings) -> settings.requireFinishReason(requireFinishReason))
			.build()
			.endpoint("support-bot");
	}

	private static Endpoint whole(String body) {
		return answering("application/json", true, body.getBytes(StandardCharsets.UTF_8));
	}

	private static Endpoint events(String events) {
		return answering("text/event-stream", true, events.getBytes(StandardCharsets.UTF_8));
	}

	private static TextResult drain(Endpoint endpoint) {
		try (TextStream stream = endpoint.generateTextStream("Hola")) {
			return stream.result();
		}
	}

	private static String event(String json) {
		return "data: " + json + "\n\n";
	}

	private static String delta(String content) {
		return event(
				"{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":null}]}");
	}

	private static String withoutReason(String content) {
		return event("{\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}]}");
	}

	private static final String STOP = event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");

	@Nested
	class Streams {

		static Stream<Arguments> usable() {
			String usage = "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}";
			return Stream.of(
					Arguments.of("usage with choices null",
							delta("Ma") + delta("drid.") + STOP + event("{\"choices\":null," + usage + "}") + DONE),
					Arguments.of("usage without choices",
							delta("Ma") + delta("drid.") + STOP + event("{" + usage + "}") + DONE),
					Arguments.of("first frame with choices null",
							event("{\"choices\":null}") + delta("Ma") + delta("drid.") + STOP + DONE),
					Arguments.of("usage frame with an empty delta",
							delta("Ma") + delta("drid.") + STOP
									+ event("{\"choices\":[{\"index\":0,\"delta\":{}}]," + usage + "}") + DONE),
					Arguments.of("empty data", "data:\n\n" + delta("Ma") + "data: \n\n" + delta("drid.") + STOP + DONE),
					Arguments.of("data null", "data: null\n\n" + delta("Ma") + delta("drid.") + STOP + DONE),
					Arguments.of("ping",
							"event: ping\ndata: {\"type\":\"ping\"}\n\n" + delta("Ma") + delta("drid.") + STOP + DONE),
					Arguments.of("done with a blank", delta("Ma") + delta("drid.") + STOP + "data: [DONE] \n\n"),
					Arguments.of("done without a reason field",
							event("{\"choices\":[{\"delta\":{\"content\":\"Ma\"}}]}")
									+ event("{\"choices\":[{\"delta\":{\"content\":\"drid.\"}}]}") + DONE),
					Arguments.of("reason without done", delta("Ma") + delta("drid.") + STOP),
					Arguments.of("the word null as a reason",
							delta("Ma").replace("null}", "\"null\"}") + delta("drid.").replace("null}", "\"null\"}")
									+ STOP + DONE),
					Arguments.of("a reason with every frame",
							delta("Ma").replace("null}", "\"stop\"}") + delta("drid.").replace("null}", "\"stop\"}")
									+ DONE),
					Arguments.of("content in parts", event(
							"{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Spain?\"}]}]}}]}")
							+ event("{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"Ma\"},{\"type\":\"text\",\"text\":\"drid.\"}]}}]}")
							+ STOP + DONE),
					Arguments.of("message in place of delta", event(
							"{\"choices\":[{\"message\":{\"content\":\"Madrid.\"},\"finish_reason\":\"stop\"}]}")),
					Arguments.of("text in place of delta",
							event("{\"choices\":[{\"text\":\"Madrid.\",\"finish_reason\":\"stop\"}]}") + DONE),
					Arguments.of("empty error beside the answer",
							delta("Ma").replace("{\"choices\"",
									"{\"error\":{\"message\":\"\",\"type\":\"\",\"code\":null},\"choices\"")
									+ delta("drid.").replace("{\"choices\"", "{\"error\":false,\"choices\"") + STOP
									+ DONE),
					Arguments.of("logprobs that are no numbers", event(
							"{\"choices\":[{\"delta\":{\"content\":\"Madrid.\"},\"logprobs\":{\"content\":[{\"logprob\":-Infinity},{\"logprob\":NaN}]},\"finish_reason\":null}]}")
							+ STOP + DONE),
					Arguments.of("nonsense after the reason", delta("Ma") + delta("drid.") + STOP + "data: {\"x\n\n"),
					Arguments.of("other values that hold no answer",
							"data: true\n\ndata: []\n\n" + delta("Ma") + "data: \"ping\"\n\ndata: 7\n\n"
									+ delta("drid.") + STOP + DONE),
					Arguments.of("done after blanks",
							withoutReason("Ma") + withoutReason("drid.") + "data: \t [DONE]\n\n"),
					Arguments.of("done in quotes",
							withoutReason("Ma") + withoutReason("drid.") + "data: \"[DONE]\"\n\n"),
					Arguments.of("done in lower case",
							withoutReason("Ma") + withoutReason("drid.") + "data: [done]\n\n"),
					Arguments.of("the word None as a reason",
							delta("Ma").replace("null}", "\"None\"}") + delta("drid.").replace("null}", "\"NONE\"}")
									+ STOP + DONE),
					Arguments.of("delta and an empty message", event(
							"{\"choices\":[{\"delta\":{\"content\":\"Madrid.\"},\"message\":{\"content\":\"\"},\"text\":\"\"}]}")
							+ STOP + DONE),
					Arguments.of("text and an empty delta",
							event("{\"choices\":[{\"text\":\"Madrid.\",\"delta\":{\"content\":\"\"}}]}") + STOP + DONE),
					Arguments.of("a text in place of a delta",
							event("{\"choices\":[{\"delta\":\"Madrid.\"}]}") + STOP + DONE),
					Arguments.of("words for no error",
							delta("Ma").replace("{\"choices\"", "{\"error\":0,\"errors\":[],\"choices\"")
									+ delta("drid.").replace("{\"choices\"", "{\"error\":\"None\",\"choices\"") + STOP
									+ DONE),
					Arguments.of("empty tool calls on every frame",
							event("{\"choices\":[{\"delta\":{\"content\":\"Ma\",\"tool_calls\":[]}}]}")
									+ event("{\"choices\":[{\"delta\":{\"content\":\"drid.\",\"tool_calls\":[]}}]}")
									+ STOP + DONE));
		}

		@ParameterizedTest(name = "{0}")
		@MethodSource("usable")
		void streamWhenUntidyThenReadWhereverItIsSplit(String name, String events) {
			byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
			for (int split = 0; split <= bytes.length; split++) {
				Endpoint endpoint = answering("text/event-stream", true, Arrays.copyOfRange(bytes, 0, split),
						Arrays.copyOfRange(bytes, split, bytes.length));
				assertThat(drain(endpoint).text()).as(name + " split at " + split).isEqualTo("Madrid.");
			}
			List<TextChunk> chunks = events(events).reactive().generateTextStream("Hola").collectList().block();
			assertThat(String.join("", chunks.stream().map(TextChunk::text).toList())).isEqualTo("Madrid.");
		}

		@Test
		void usageWhenInAFrameOfItsOwnThenPartOfTheLastChunkWithAllElseThereIs() {
			String events = delta("Madrid.") + STOP + event(
					"{\"choices\":[{\"index\":0,\"delta\":{}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":1},\"completion_tokens_details\":{\"reasoning_tokens\":2}},\"timings\":{\"predicted_ms\":7}}")
					+ DONE;
			List<TextChunk> chunks = events(events).reactive().generateTextStream("Hola").collectList().block();
			TextChunk last = chunks.get(chunks.size() - 1);
			assertThat(last.finishReason()).isEqualTo("stop");
			assertThat(last.usage()).isEqualTo(Usage.of(3, 2).withCachedInputTokens(1).withReasoningTokens(2));
			assertThat(last.raw().at("/timings/predicted_ms").asInt()).isEqualTo(7);
			assertThat(last.raw().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		}

		@Test
		void reasonWhenTextFollowsThenOnlyTheLastChunkHasIt() {
			String events = delta("Ma").replace("null}", "\"stop\"}") + delta("drid.").replace("null}", "\"stop\"}")
					+ DONE;
			assertThat(events(events).reactive().generateTextStream("Hola").collectList().block())
				.extracting(TextChunk::finishReason)
				.containsExactly(null, "stop");
		}

		@Test
		void reasoningWhenByWhateverNameThenApartFromTheText() {
			String events = event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"Spain\"}}]}")
					+ event("{\"choices\":[{\"delta\":{\"reasoning\":\"?\"}}]}") + delta("Madrid.") + STOP + DONE;
			TextResult result = drain(events(events));
			assertThat(result.reasoning()).isEqualTo("Spain?");
			assertThat(result.text()).isEqualTo("Madrid.");
			assertThat(result.raw().at("/choices/0/message/reasoning_content").asString()).isEqualTo("Spain?");
		}

		@Test
		void emojiWhenSplitOverTwoChunksThenJoined() {
			String events = delta("a\\ud83d") + delta("\\ude00b") + delta("\\ud83d\\ude00") + delta("c") + STOP + DONE;
			List<TextChunk> chunks = events(events).reactive().generateTextStream("Hola").collectList().block();
			assertThat(chunks).extracting(TextChunk::text).containsExactly("a", "😀b", "😀", "c", "");
		}

		@ParameterizedTest
		@ValueSource(booleans = { true, false })
		void streamWhenDoneComesWithoutAReasonThenInterruptedUnlessSwitchedOff(boolean required) {
			byte[] bytes = (delta("Ma") + delta("dr") + DONE).getBytes(StandardCharsets.UTF_8);
			Endpoint endpoint = answering("text/event-stream", required, bytes);
			if (required) {
				assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(() -> drain(endpoint))
					.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("Madr"));
			}
			else {
				assertThat(drain(endpoint).text()).isEqualTo("Madr");
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "{\"choices\":[null]}", "{\"choices\":[{}]}", "{\"choices\":{}}",
				"{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
				"{\"usage\":{\"prompt_tokens\":3}}" })
		void streamWhenDoneComesAndNothingWasSaidThenInterrupted(String frame) {
			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> drain(events(event(frame) + DONE)))
				.satisfies((ex) -> assertThat(ex.isRetryable()).isTrue());
		}

		@Test
		void reasoningWhenAnEmojiIsSplitOverTwoChunksThenJoined() {
			String half = "{\"choices\":[{\"delta\":{\"reasoning\":\"%s\"},\"finish_reason\":null}]}";
			String events = event(half.formatted("a\\ud83d")) + event(half.formatted("\\ude00b")) + delta("Madrid.")
					+ STOP + DONE;
			List<TextChunk> chunks = events(events).reactive().generateTextStream("Hola").collectList().block();
			assertThat(chunks).extracting(TextChunk::reasoning).containsExactly("a", "😀b", "", "");
		}

		@Test
		void choicesWhenTheirIndexIsATextThenApart() {
			String events = event("{\"choices\":[{\"index\":\"0\",\"delta\":{\"content\":\"a\"}}]}")
					+ event("{\"choices\":[{\"index\":\"1\",\"delta\":{\"content\":\"b\"}}]}") + DONE;
			assertThat(drain(events(events)).choices()).extracting(TextChoice::text).containsExactly("a", "b");
		}

		@Test
		void toolCallsWhenTheirIndexIsATextThenApart() {
			String call = "{\"index\":\"%s\",\"id\":\"%s\",\"function\":{\"name\":\"f\",\"arguments\":\"%s\"}}";
			String rest = "{\"index\":\"%s\",\"function\":{\"arguments\":\"%s\"}}";
			String frame = "{\"choices\":[{\"delta\":{\"tool_calls\":[%s,%s]},\"finish_reason\":%s}]}";
			String events = event(frame.formatted(call.formatted("0", "a", "{"), call.formatted("1", "b", "["), "null"))
					+ event(frame.formatted(rest.formatted("0", "}"), rest.formatted("1", "]"), "\"tool_calls\""))
					+ DONE;
			assertThat(drain(events(events)).toolCalls()).extracting(ToolCall::arguments).containsExactly("{}", "[]");
		}

		@Test
		void streamWhenAnErrorEventHoldsDoneThenInterrupted() {
			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> drain(events(withoutReason("Ma") + "event: error\n" + DONE)));
		}

		@Test
		void streamWhenCutAndEveryFrameHasAReasonThenInterrupted() {
			String events = delta("Ma").replace("null}", "\"stop\"}") + delta("dr").replace("null}", "\"stop\"}");
			assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(() -> drain(events(events)))
				.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("Madr"));
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"error\":{\"code\":429,\"message\":\"slow down\"}}",
				"{\"object\":\"error\",\"message\":\"slow down\",\"code\":429}",
				"{\"errors\":[{\"code\":429,\"message\":\"slow down\"}]}",
				"{\"error\":[{\"code\":\"429\",\"message\":\"slow down\"}]}",
				"{\"error_msg\":\"slow down\",\"error_code\":429}", "{\"message\":\"slow down\",\"code\":429}",
				"{\"detail\":{\"error\":{\"code\":429,\"message\":\"slow down\"}}}",
				"{\"choices\":[{\"delta\":{\"error\":{\"code\":429,\"message\":\"slow down\"}}}]}",
				"{\"choices\":[{\"error\":{\"code\":429,\"message\":\"slow down\"},\"finish_reason\":\"error\"}]}" })
		void errorWhenInPlaceOfTheFirstChunkThenThatOfItsStatus(String frame) {
			assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> drain(events(event(frame) + DONE)))
				.withMessageContaining("slow down");
			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> drain(events(delta("Ma") + event(frame) + DONE)))
				.withMessageContaining("slow down")
				.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("Ma"))
				.satisfies((ex) -> assertThat(ex.status()).isEqualTo(429));
		}

		@Test
		void streamWhenTheReasonIsAnErrorThenInterrupted() {
			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> drain(events(delta("Ma") + STOP.replace("stop", "error") + DONE)))
				.satisfies((ex) -> assertThat(ex.partialText()).isEqualTo("Ma"));
		}

		@Test
		void contentWhenOfAnotherTypeThenUnreadable() {
			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> drain(events(event("{\"choices\":[{\"delta\":{\"content\":5}}]}") + STOP)))
				.withMessageContaining("neither a text nor a list of parts");
		}

	}

	@Nested
	class WholeAnswers {

		static Stream<Arguments> usable() {
			return Stream.of(Arguments.of("{\"choices\":[{\"message\":{\"content\":\"Madrid.\"}}],\"usage\":{}}"),
					Arguments.of("{\"choices\":[{\"text\":\"Madrid.\"}]}"),
					Arguments.of("{\"choices\":[{\"message\":\"Madrid.\"}]}"),
					Arguments.of("{\"choices\":[{\"message\":{\"content\":\"Madrid.\"},\"text\":\"\"}]}"),
					Arguments.of("{\"choices\":[{\"message\":{\"content\":[\"Ma\",[\"drid.\"]]}}]}"),
					Arguments
						.of("{\"choices\":[{\"message\":{\"content\":[null,{\"type\":\"text\",\"text\":{\"value\":\"Madrid.\"}}]}}]}"),
					Arguments.of("{\"choices\":[{\"delta\":{\"content\":\"Madrid.\"}}]}"),
					Arguments
						.of("{\"choices\":[{\"message\":{\"content\":[{\"type\":\"thinking\",\"thinking\":\"Spain?\"},{\"type\":\"text\",\"text\":\"Madrid.\"}]}}]}"),
					Arguments.of("{\"error\":\"\",\"choices\":[{\"message\":{\"content\":\"Madrid.\"}}]}"),
					Arguments
						.of("{\"error\":{\"code\":0,\"message\":\"\"},\"choices\":[{\"message\":{\"content\":\"Madrid.\"}}]}"),
					Arguments
						.of("{\"choices\":[{\"message\":{\"content\":\"Madrid.\"},\"logprobs\":{\"x\":-Infinity,\"y\":NaN}}]}"),
					Arguments.of("\n\n  {\"choices\":[{\"index\":null,\"message\":{\"content\":\"Madrid.\"}}]}\n"));
		}

		@ParameterizedTest
		@MethodSource("usable")
		void answerWhenUntidyThenRead(String body) {
			assertThat(whole(body).generateText("Hola").text()).isEqualTo("Madrid.");
			assertThat(whole(body).reactive().generateText("Hola").block().text()).isEqualTo("Madrid.");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"content\":[{\"text\":\"Spain?\",\"type\":\"reasoning\"},\"Madrid.\"]}",
				"{\"content\":\"Madrid.\",\"reasoning\":{\"text\":\"Spain?\"}}",
				"{\"content\":\"Madrid.\",\"reasoning_content\":[\"Spain\",{\"type\":\"text\",\"text\":\"?\"}]}" })
		void reasoningWhenInPartsThenApartFromTheText(String message) {
			TextResult result = whole("{\"choices\":[{\"message\":" + message + "}]}").generateText("Hola");
			assertThat(result.text()).isEqualTo("Madrid.");
			assertThat(result.reasoning()).isEqualTo("Spain?");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"name\":null}",
				"[{\"id\":\"c\",\"name\":\"f\",\"arguments\":{}}]" })
		void toolCallWhenUntidyThenRead(String calls) {
			TextResult result = whole("{\"choices\":[{\"message\":{\"tool_calls\":" + calls + "}}]}")
				.generateText("Hola");
			assertThat(result.toolCalls()).extracting(ToolCall::name).containsExactly("f");
		}

		@Test
		void usageWhenByOtherNamesThenCounted() {
			TextResult result = whole(
					"{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"input_tokens\":3,\"output_tokens\":2,\"total_tokens\":null}}")
				.generateText("Hola");
			assertThat(result.usage()).isEqualTo(Usage.of(3, 2));
			assertThat(whole("{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{}}").generateText("Hola")
				.usage()).isNull();
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"choices\":[{\"message\":{\"content\":5}}]}",
				"{\"choices\":[{\"message\":{\"content\":null}}]}", "{\"choices\":[{\"message\":{}}]}",
				"{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[]}}]}",
				"{\"choices\":[{\"message\":{\"content\":[5]},\"finish_reason\":\"stop\"}]}",
				"{\"choices\":[{\"message\":{\"content\":[{\"text\":5}]},\"finish_reason\":\"stop\"}]}",
				"{\"choices\":[{\"message\":5,\"finish_reason\":\"stop\"}]}", "{\"choices\":[\"Madrid.\"]}",
				"{\"choices\":[{}]}", "{\"choices\":[]}", "{\"choices\":null}", "{}", "null", "[]" })
		void answerWhenItSaysNothingThenUnreadable(String body) {
			assertThatExceptionOfType(ApiException.class).isThrownBy(() -> whole(body).generateText("Hola"))
				.withMessageContaining("cannot be read");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"length\"}]}",
				"{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"c\"}]}}]}",
				"{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"No.\"}}]}",
				"{\"choices\":[{\"message\":{\"content\":null,\"reasoning_content\":\"Hm.\"}}]}" })
		void answerWhenWithoutATextButWithSomethingElseThenRead(String body) {
			assertThat(whole(body).generateText("Hola").text()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"error\":{\"code\":429,\"message\":\"slow down\"}}",
				"{\"object\":\"error\",\"message\":\"slow down\",\"code\":429}",
				"{\"success\":false,\"errors\":[{\"code\":429,\"message\":\"slow down\"}],\"result\":null}",
				"{\"error_msg\":\"slow down\",\"status\":429}", "{\"code\":\"429\",\"msg\":\"slow down\"}",
				"{\"choices\":[{\"message\":{\"error\":{\"code\":429,\"message\":\"slow down\"}}}]}",
				"{\"choices\":[{\"error\":{\"code\":429,\"message\":\"slow down\"},\"finish_reason\":\"error\",\"message\":{\"content\":\"Ma\"}}]}" })
		void errorWhenInsideAnAnswerThenThatOfItsStatus(String body) {
			assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> whole(body).generateText("Hola"))
				.withMessageContaining("slow down");
		}

		@Test
		void answerWhenTheReasonIsAnErrorThenAFailure() {
			assertThatExceptionOfType(ApiException.class)
				.isThrownBy(
						() -> whole("{\"choices\":[{\"message\":{\"content\":\"Ma\"},\"finish_reason\":\"error\"}]}")
							.generateText("Hola"))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("error"))
				.withMessageNotContaining("Ma\"");
		}

		@Test
		void promptWhenItHasHalfASurrogatePairThenValidationException() {
			InferenceKeyException ex = catchThrowableOfType(ValidationException.class,
					() -> whole("{}").generateText("a\ud83d"));
			assertThat(ex.status()).isZero();
			assertThat(ex).hasMessageContaining("nothing was sent");
		}

	}

}
