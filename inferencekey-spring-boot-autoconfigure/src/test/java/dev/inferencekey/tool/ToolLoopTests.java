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

package dev.inferencekey.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import dev.inferencekey.text.ToolChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import static dev.inferencekey.tool.ScriptedModel.call;
import static dev.inferencekey.tool.ScriptedModel.calls;
import static dev.inferencekey.tool.ScriptedModel.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * The rounds of a {@link ToolLoop}: what the model is asked, and when it ends.
 */
class ToolLoopTests {

	private static final Tool WEATHER = Tool.of("weather", "Current weather", "{\"type\":\"object\"}",
			(call) -> "sunny");

	private static final TextResult SUNNY = TextResult.builder().text("It is sunny.").usage(Usage.of(20, 4)).build();

	/**
	 * The ways to run a loop whose result is not streamed.
	 */
	enum Way {

		BLOCKING, BLOCKING_OVER_REACTIVE, REACTIVE;

		private ToolLoopResult run(ScriptedModel model, int maxRounds, TextRequest request) {
			return switch (this) {
				case BLOCKING -> ToolLoop.over(model.endpoint()).maxRounds(maxRounds).run(request);
				case BLOCKING_OVER_REACTIVE -> ToolLoop.over(model.reactive()).maxRounds(maxRounds).run(request);
				case REACTIVE -> ToolLoop.over(model.endpoint())
					.maxRounds(maxRounds)
					.runReactive(request)
					.blockOptional(Duration.ofSeconds(20))
					.orElseThrow();
			};
		}

	}

	@ParameterizedTest
	@EnumSource
	void loopWhenTheModelCallsAToolThenItsResultGoesBackAndTheAnswerComes(Way way) {
		ToolCall call = call("weather");
		TextResult calling = calls(call);
		ScriptedModel model = new ScriptedModel(calling, SUNNY);

		ToolLoopResult result = way.run(model, 8, request(WEATHER));

		assertThat(result.result().text()).isEqualTo("It is sunny.");
		assertThat(result.rounds()).isEqualTo(2);
		assertThat(result.usage()).isEqualTo(Usage.of(30, 9));
		assertThat(result.messages()).containsExactly(ChatMessage.user("How is the weather?"),
				ChatMessage.assistant(calling), ChatMessage.toolResult(call, "sunny"), ChatMessage.assistant(SUNNY));
		assertThat(model.requests().get(1).messages()).isEqualTo(result.messages().subList(0, 3));
		assertThat(model.requests().get(1).prompt()).isNull();
	}

	@Test
	void loopWhenACallHasNoNameThenUnusable() {
		ScriptedModel model = new ScriptedModel(calls(call("")), SUNNY);

		assertThatExceptionOfType(UnusableAnswerException.class).isThrownBy(() -> model.loop().run(request(WEATHER)))
			.withMessageContaining("without naming it");
		assertThat(model.requests()).hasSize(1);
	}

	@Test
	void loopWhenTheModelCallsNoToolThenOneRound() {
		ScriptedModel model = new ScriptedModel(TextResult.of("Hello"));

		ToolLoopResult result = model.loop().run(request(WEATHER));

		assertThat(result.rounds()).isEqualTo(1);
		assertThat(result.usage()).isNull();
		assertThat(result.messages()).containsExactly(ChatMessage.user("How is the weather?"),
				ChatMessage.assistant(TextResult.of("Hello")));
	}

	@Test
	void requestWhenItHasParametersThenInEveryRound() {
		ScriptedModel model = new ScriptedModel(calls(call("weather")), SUNNY);

		model.loop()
			.run(TextRequest.of((request) -> request.system("Be brief.")
				.user("How is the weather?")
				.tools(WEATHER)
				.temperature(0.5)
				.timeout(Duration.ofSeconds(7))
				.streamUsage(false)));

		assertThat(model.requests()).hasSize(2).allSatisfy((request) -> {
			assertThat(request.parameters()).containsEntry("temperature", 0.5).containsKey("tools");
			assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(7));
			assertThat(request.isStreamUsage()).isFalse();
			assertThat(request.messages()).startsWith(ChatMessage.system("Be brief."));
		});
	}

	@ParameterizedTest
	@EnumSource
	void loopWhenTheLastRoundCallsToolsThenFailsWithTheConversationAndRunsThemNot(Way way) {
		ScriptedModel model = new ScriptedModel(calls(call("weather")));

		assertThatExceptionOfType(TooManyRoundsException.class).isThrownBy(() -> way.run(model, 3, request(WEATHER)))
			.withMessageContainingAll("support-bot", "3 rounds", "maxRounds")
			.satisfies((ex) -> {
				assertThat(ex.result().rounds()).isEqualTo(3);
				assertThat(ex.result().messages()).hasSize(6);
				assertThat(ex.result().result().toolCalls()).hasSize(1);
				assertThat(ex.result().usage()).isEqualTo(Usage.of(30, 15));
				assertThat(ex.workload()).isEqualTo("support-bot");
			});
		assertThat(model.requests()).hasSize(3);
	}

	// As with arguments of which nothing was left, which stand for none.
	@ParameterizedTest
	@EnumSource
	void loopWhenAnswersAreCutOffThenTheirLastCallIsNotRunAndTheModelIsTold(Way way) {
		List<String> run = new CopyOnWriteArrayList<>();
		Tool tool = Tool.of("weather", "Current weather", "{}", (call) -> {
			run.add(call.id());
			return "sunny";
		});
		ScriptedModel model = new ScriptedModel(cut(call("a", "weather")),
				cut(call("b", "weather"), call("c", "weather")), SUNNY);

		ToolLoopResult result = way.run(model, 3, request(tool));

		assertThat(run).containsExactly("b");
		assertThat(result.messages()).hasSize(7);
		assertThat(result.messages()).filteredOn((message) -> message.role().equals("tool"))
			.extracting(ChatMessage::toolCallId)
			.containsExactly("a", "b", "c");
		assertThat(result.messages().get(2).text()).contains("cut off at the maximum number of tokens");
		assertThat(result.messages().get(4).text()).isEqualTo("sunny");
		assertThat(result.messages().get(5).text()).isEqualTo(result.messages().get(2).text());
	}

	private static TextResult cut(ToolCall... calls) {
		return TextResult.builder().toolCalls(List.of(calls)).finishReason("length").build();
	}

	@Test
	void loopWhenEachRoundIsCutOffThenSaysWhatToRaise() {
		ScriptedModel model = new ScriptedModel(cut(call("weather")));

		assertThatExceptionOfType(TooManyRoundsException.class).isThrownBy(() -> model.loop().run(request(WEATHER)))
			.withMessageContainingAll("8 rounds", "cut off", "Raise maxTokens");
	}

	@Test
	void loopWhenACallIsCutOffBeforeItsNameThenSaysWhatToRaise() {
		ScriptedModel model = new ScriptedModel(cut(call("")));

		assertThatExceptionOfType(UnusableAnswerException.class).isThrownBy(() -> model.loop().run(request(WEATHER)))
			.withMessageContaining("raise maxTokens");
	}

	@ParameterizedTest
	@EnumSource
	void messagesWhenTheLastAnswerIsBlankThenCanBeSentAgain(Way way) {
		ScriptedModel model = new ScriptedModel(calls(call("weather")), TextResult.of(" \n"));

		ToolLoopResult result = way.run(model, 8, request(WEATHER));

		assertThat(result.result().text()).isBlank();
		assertThat(result.messages()).hasSize(3).last().extracting(ChatMessage::text).isEqualTo("sunny");
	}

	@Test
	void loopWhenMaxRoundsIsNotSetThenEight() {
		ScriptedModel model = new ScriptedModel(calls(call("weather")));

		assertThatExceptionOfType(TooManyRoundsException.class).isThrownBy(() -> model.loop().run(request(WEATHER)));
		assertThat(model.requests()).hasSize(8);
	}

	@Test
	void loopWhenADeclaredToolIsCalledThenEndsAndRunsNoneOfTheCalls() {
		Tool broken = Tool.of("weather", "Current weather", "{}", (call) -> {
			throw new AssertionError("run");
		});
		Tool declared = Tool.declare("pay", "Pays", "{}");
		ScriptedModel model = new ScriptedModel(calls(call("a", "weather"), call("b", "pay")));

		ToolLoopResult result = model.loop().run(request(broken, declared));

		assertThat(result.result().toolCalls()).extracting(ToolCall::name).containsExactly("weather", "pay");
		assertThat(result.rounds()).isEqualTo(1);
	}

	@Test
	void loopWhenToolsAreGivenAsJsonThenTheirCallsAreLeftToTheApplication() {
		ScriptedModel model = new ScriptedModel(calls(call("weather")));

		ToolLoopResult result = model.loop()
			.run(TextRequest.of((request) -> request.prompt("Hi").extra("tools", List.of(Map.of("type", "function")))));

		assertThat(result.result().toolCalls()).hasSize(1);
	}

	@Test
	void toolChoiceWhenItForcesACallThenOnlyInTheFirstRound() {
		for (Object forced : List.of(ToolChoice.REQUIRED, ToolChoice.function("weather"), "required")) {
			ScriptedModel model = new ScriptedModel(calls(call("weather")), SUNNY);

			model.loop().run(request(WEATHER).toBuilder().extra("tool_choice", forced).build());

			assertThat(model.requests()).extracting((request) -> request.parameters().get("tool_choice"))
				.containsExactly(forced, ToolChoice.AUTO);
		}
	}

	@Test
	void toolChoiceWhenNoneThenKept() {
		ScriptedModel model = new ScriptedModel(calls(call("weather")), SUNNY);

		model.loop().run(request(WEATHER).toBuilder().toolChoice(ToolChoice.NONE).build());

		assertThat(model.requests()).extracting((request) -> request.parameters().get("tool_choice"))
			.containsExactly(ToolChoice.NONE, ToolChoice.NONE);
	}

	@Test
	void loopWhenAnEndpointAnswersNothingThenFailsInsteadOfAskingForEver() {
		ScriptedModel model = new ScriptedModel(SUNNY);
		given(model.reactive().generateText(any(TextRequest.class))).willReturn(Mono.empty());

		assertThatNullPointerException().isThrownBy(() -> ToolLoop.over(model.reactive()).run(request(WEATHER)))
			.withMessageContaining("without an answer");
	}

	@Test
	void loopWhenConfiguredThenTheOriginalKeepsItsSettings() {
		ScriptedModel model = new ScriptedModel(calls(call("weather")), SUNNY);
		ToolLoop loop = model.loop();

		loop.maxRounds(1).approve((call) -> false);

		assertThat(loop.run(request(WEATHER)).rounds()).isEqualTo(2);
		assertThat(model.told()).containsExactly("sunny");
	}

	@Test
	void loopWhenALimitMakesNoSenseThenRefused() {
		ToolLoop loop = new ScriptedModel(SUNNY).loop();

		assertThatIllegalArgumentException().isThrownBy(() -> loop.maxRounds(0)).withMessageContaining("maxRounds");
		assertThatIllegalArgumentException().isThrownBy(() -> loop.maxParallel(0)).withMessageContaining("maxParallel");
		assertThatIllegalArgumentException().isThrownBy(() -> loop.timeout(Duration.ZERO))
			.withMessageContaining("timeout");
	}

}
