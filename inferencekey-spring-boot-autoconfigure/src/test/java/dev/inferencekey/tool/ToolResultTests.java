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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.inferencekey.tool.ScriptedModel.call;
import static dev.inferencekey.tool.ScriptedModel.calls;
import static dev.inferencekey.tool.ScriptedModel.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the model is told about the calls it made.
 */
class ToolResultTests {

	private static final TextResult DONE = TextResult.of("Done");

	private static Tool tool(String name, Work work) {
		return Tool.of(name, "A tool", "{}", work::run);
	}

	private static String told(ToolCall call, Tool... tools) {
		ScriptedModel model = new ScriptedModel(calls(call), DONE);
		model.loop().run(request(tools));
		return model.told().get(0);
	}

	@FunctionalInterface
	interface Work {

		@Nullable Object run(ToolCall call);

	}

	record City(String name) {
	}

	record Square(int side) {
	}

	record Basket(List<String> items) {
	}

	@Test
	void resultWhenTextThenAsItIsAndElseJson() {
		Map<@Nullable Object, String> results = new LinkedHashMap<>();
		results.put("sunny", "sunny");
		results.put("", "\"\"");
		results.put(" \n", "\" \\n\"");
		results.put(null, "null");
		results.put(42, "42");
		results.put(List.of(new City("Madrid")), "[{\"name\":\"Madrid\"}]");

		results.forEach((value, text) -> assertThat(told(call("tool"), tool("tool", (call) -> value))).isEqualTo(text));
	}

	@Test
	void resultWhenItHasHalfASurrogatePairThenMended() {
		assertThat(told(call("weather"), tool("weather", (call) -> "sun\ud83d"))).isEqualTo("sun?");
	}

	@Test
	void resultsWhenSeveralAreCalledThenInParallelAndInTheOrderOfTheCalls() {
		CountDownLatch second = new CountDownLatch(1);
		ScriptedModel model = new ScriptedModel(calls(call("a", "first"), call("b", "second")), DONE);

		ToolLoopResult result = model.loop().run(request(tool("first", (call) -> {
			await(second);
			return "1";
		}), tool("second", (call) -> {
			second.countDown();
			return "2";
		})));

		assertThat(model.told()).containsExactly("1", "2");
		assertThat(result.messages().subList(2, 4)).extracting((message) -> message.toolCallId())
			.containsExactly("a", "b");
	}

	@Test
	void resultsWhenMoreAreCalledThanMayRunThenTheOthersWaitAndNoneIsDropped() {
		CountDownLatch three = new CountDownLatch(3);
		AtomicInteger running = new AtomicInteger();
		List<Integer> seen = new CopyOnWriteArrayList<>();
		ToolCall[] calls = IntStream.range(0, 40)
			.mapToObj((i) -> ToolCall.of("call_" + i, "square", "{\"side\":" + i + "}"))
			.toArray(ToolCall[]::new);
		ScriptedModel model = new ScriptedModel(calls(calls), DONE);

		model.loop().maxParallel(3).run(request(tool("square", (call) -> {
			seen.add(running.incrementAndGet());
			three.countDown();
			await(three);
			running.decrementAndGet();
			int side = call.arguments(Square.class).side();
			return side * side;
		})));

		assertThat(model.told())
			.containsExactlyElementsOf(IntStream.range(0, 40).mapToObj((i) -> String.valueOf(i * i)).toList());
		assertThat(seen).hasSize(40).allMatch((count) -> count <= 3);
	}

	@Test
	void resultsWhenOneMayRunThenInTheOrderOfTheCalls() {
		List<String> ran = new CopyOnWriteArrayList<>();
		ScriptedModel model = new ScriptedModel(calls(call("a", "run"), call("b", "run"), call("c", "run")), DONE);

		model.loop().maxParallel(1).run(request(tool("run", (call) -> ran.add(call.id()))));

		assertThat(ran).containsExactly("a", "b", "c");
	}

	@Test
	void resultsWhenNothingIsSetThenAtMostSixteenAtOnce() {
		CountDownLatch sixteen = new CountDownLatch(16);
		AtomicInteger running = new AtomicInteger();
		List<Integer> seen = new CopyOnWriteArrayList<>();
		ToolCall[] calls = IntStream.range(0, 100).mapToObj((i) -> call("call_" + i, "run")).toArray(ToolCall[]::new);
		ScriptedModel model = new ScriptedModel(calls(calls), DONE);

		model.loop().run(request(tool("run", (call) -> {
			seen.add(running.incrementAndGet());
			sixteen.countDown();
			await(sixteen);
			return running.decrementAndGet();
		})));

		assertThat(seen).hasSize(100).contains(16).allMatch((count) -> count <= 16);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void resultWhenTheArgumentsDoNotFitThenSaysWhatIsWrong() {
		Tool weather = tool("weather", (call) -> call.arguments(City.class).name());

		assertThat(told(call("weather"), weather)).contains("weather", "City", "name");
	}

	@Test
	void resultWhenTheArgumentsAreNotJsonThenSaysSo() {
		Tool weather = tool("weather", (call) -> call.arguments(City.class).name());
		ToolCall cut = ToolCall.of("a", "weather", "{\"name\":\"Mad");
		ScriptedModel model = new ScriptedModel(calls(cut), DONE);

		model.loop().run(request(weather));

		assertThat(model.told()).singleElement().asString().contains("weather", "cannot be read");
	}

	@Test
	void callWhenItCannotBeSentBackThenMended() {
		ToolCall cut = ToolCall.of("a", "weather", "{\"name\":\"Mad");
		ToolCall half = ToolCall.of("b", "weather", "{\"name\":\"\ud83d\"}");
		ToolCall list = ToolCall.of("c", "weather", "[1]");
		TextResult answer = TextResult.builder().text("Hm\ud83d").toolCalls(List.of(cut, half, list)).build();
		ScriptedModel model = new ScriptedModel(answer, DONE);

		model.loop().run(request(tool("weather", (call) -> "sunny")));

		ChatMessage sent = model.requests().get(1).messages().get(1);
		assertThat(sent.text()).isEqualTo("Hm?");
		assertThat(sent.toolCalls()).extracting(ToolCall::arguments).containsExactly("{}", "{\"name\":\"?\"}", "{}");
	}

	@Test
	void resultWhenTheToolIsUnknownThenNamesThoseThatExist() {
		assertThat(told(call("wether"), tool("weather", (call) -> "sunny"), tool("time", (call) -> "noon")))
			.isEqualTo("There is no tool \"wether\". The tools are: weather, time.");
	}

	@Test
	void resultWhenItIsLongThenSentWhole() {
		String text = "x".repeat(5_000_000);

		assertThat(told(call("weather"), tool("weather", (call) -> text))).isEqualTo(text);
	}

	@Test
	void resultWhenTheToolThrowsThenItsClassAndMessageOnOneLineWithoutKeys() {
		Tool broken = tool("weather", (call) -> {
			throw new IllegalStateException("no weather\nwith ik_live_a1b2c3d4_" + "5ec2e7".repeat(8));
		});

		assertThat(told(call("weather"), broken))
			.isEqualTo("Error: IllegalStateException: no weather with ik_live_a1b2c3d4…");
	}

	@Test
	void resultWhenTheToolThrowsALongMessageThenShort() {
		for (int start = 0; start < 2; start++) {
			String message = "x".repeat(start) + "\ud83c\udf1e".repeat(400);
			String told = told(call("weather"), tool("weather", (call) -> {
				throw new IllegalStateException(message);
			}));

			assertThat(told).hasSizeBetween(298, 300).endsWith("\ud83c\udf1e…");
		}
	}

	@Test
	void resultWhenTheToolThrowsWithoutAMessageThenItsClass() {
		assertThat(told(call("weather"), tool("weather", (call) -> {
			throw new UnsupportedOperationException();
		}))).isEqualTo("Error: UnsupportedOperationException");
	}

	@Test
	void resultWhenOneOfSeveralToolsThrowsThenTheOthersCount() {
		ScriptedModel model = new ScriptedModel(calls(call("a", "broken"), call("b", "weather")), DONE);

		model.loop().run(request(tool("broken", (call) -> {
			throw new IllegalStateException("no");
		}), tool("weather", (call) -> "sunny")));

		assertThat(model.told()).containsExactly("Error: IllegalStateException: no", "sunny");
	}

	@Test
	void resultWhenMuchIsWrongWithTheArgumentsThenShort() {
		ToolCall call = ToolCall.of("a", "shop", "{\"items\":[" + "null,".repeat(10_000) + "null]}");

		assertThat(told(call, tool("shop", (made) -> made.arguments(Basket.class))))
			.contains("items[0] must not be null")
			.hasSizeLessThan(2000);
	}

	@Test
	void resultWhenAToolCannotUseAnAnswerThenShort() {
		assertThat(told(call("ask"), tool("ask", (call) -> {
			throw new UnusableAnswerException("x".repeat(100_000), "", FailureOrigin.local("drafts"));
		}))).startsWith("unusable answer: xxx").hasSizeLessThan(2000);
	}

	@Test
	void argumentsWhenANumberIsBeyondAllLimitsThenSaysSo() {
		ToolCall call = ToolCall.of("a", "square", "{\"side\":1e99999999999999}");

		assertThat(told(call, tool("square", (made) -> made.arguments(Square.class)))).contains("Square",
				"not valid JSON");
	}

	@Test
	void approvalWhenAskedThenInOrderBeforeAnythingRunsAndOnlyForToolsThatExist() {
		List<String> events = new CopyOnWriteArrayList<>();
		ScriptedModel model = new ScriptedModel(calls(call("a", "one"), call("b", "none"), call("c", "two")), DONE);

		model.loop().approve((call) -> {
			events.add("approve " + call.name());
			return call.name().equals("two");
		}).run(request(tool("one", (call) -> events.add("run one")), tool("two", (call) -> events.add("run two"))));

		assertThat(events).containsExactly("approve one", "approve two", "run two");
		assertThat(model.told()).hasSize(3).first().asString().contains("declined");
		assertThat(model.told().get(2)).isEqualTo("true");
	}

	@Test
	void approvalWhenItThrowsThenTheLoopEndsAndNothingRuns() {
		List<Object> ran = new ArrayList<>();
		ScriptedModel model = new ScriptedModel(calls(call("weather")), DONE);

		assertThatIllegalStateException().isThrownBy(() -> model.loop().approve((call) -> {
			throw new IllegalStateException("nobody is there");
		}).run(request(tool("weather", ran::add)))).withMessage("nobody is there");

		assertThat(ran).isEmpty();
	}

}
