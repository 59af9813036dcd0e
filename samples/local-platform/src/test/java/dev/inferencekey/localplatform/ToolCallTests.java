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

package dev.inferencekey.localplatform;

import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.localplatform.Caller.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tools over HTTP: which one is called, with which arguments, and what follows. In the
 * texts, {@code '} stands for a quotation mark.
 */
class ToolCallTests {

	private static final String TOOLS = """
			'tools': [
			  {'type': 'function', 'function': {'name': 'get_weather', 'strict': true,
			    'description': 'Get the current weather for a city', 'parameters': {'type': 'object',
			      'properties': {'city': {'type': 'string'},
			                     'unit': {'type': ['string', 'null'], 'enum': ['celsius', 'fahrenheit', null]}},
			      'required': ['city', 'unit'], 'additionalProperties': false}}},
			  {'type': 'function', 'function': {'name': 'orderStatus', 'description': 'Look up where an order is',
			    'parameters': {'type': 'object', 'properties': {'orderId': {'type': 'string'}},
			                   'required': ['orderId']}}},
			  {'type': 'function', 'function': {'name': 'add', 'description': 'Adds two numbers',
			    'parameters': {'type': 'object', 'properties': {'numbers': {'type': 'array',
			      'items': {'type': 'integer'}}}, 'required': ['numbers']}}},
			  {'type': 'function', 'function': {'name': 'current_time'}}]""";

	private static LocalPlatform platform;

	private static Caller caller;

	@BeforeAll
	static void start() {
		platform = LocalPlatform.start();
		caller = new Caller(platform.baseUrl());
	}

	@AfterAll
	static void stop() {
		platform.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			What is the weather in Madrid?                | get_weather  | {'city':'Madrid','unit':null}
			What is the weather in New York in celsius?   | get_weather  | {'city':'New York','unit':'celsius'}
			Where is my order 4711?                       | orderStatus  | {'orderId':'4711'}
			Where is my order #A-42?                      | orderStatus  | {'orderId':'A-42'}
			Please add 2, 30 and -4                       | add          | {'numbers':[2,30,-4]}
			What time is it now?                          | current_time | {}
			""")
	void chatWhenAToolDoesWhatIsAskedThenItIsCalledWithArgumentsOfTheQuestion(String question, String tool,
			String arguments) {
		JsonNode choice = ask(question, ", 'parallel_tool_calls': false").at("/choices/0");
		assertThat(choice.at("/finish_reason").asString()).isEqualTo("tool_calls");
		assertThat(choice.at("/message/content").isNull()).isTrue();
		assertThat(choice.at("/message/tool_calls").size()).isEqualTo(1);
		JsonNode call = choice.at("/message/tool_calls/0");
		assertThat(call.at("/id").asString()).startsWith("call_");
		assertThat(call.at("/type").asString()).isEqualTo("function");
		assertThat(call.has("index")).isFalse();
		assertThat(call.at("/function/name").asString()).isEqualTo(tool);
		assertThat(call.at("/function/arguments").asString()).isEqualTo(arguments.replace('\'', '"'));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			How do I get a refund?       | We refund to the payment method
			How do I reset my password?  | Press "Forgot password"
			Write a poem about the sea   | I have no passage on that
			Hello                        | I have no passage on that
			""")
	void chatWhenNoToolDoesWhatIsAskedThenAnswersFromThePassages(String question, String beginning) {
		JsonNode choice = ask(question, "").at("/choices/0");
		assertThat(choice.at("/finish_reason").asString()).isEqualTo("stop");
		assertThat(choice.at("/message/content").asString()).startsWith(beginning);
		assertThat(choice.at("/message").has("tool_calls")).isFalse();
	}

	@Test
	void chatWhenSeveralThingsAreAskedThenSeveralCallsUnlessParallelCallsAreOff() {
		String question = "What is the weather in Madrid and Paris, and where is my order 4711?";
		assertThat(calls(ask(question, ""))).containsExactly("get_weather{\"city\":\"Madrid\",\"unit\":null}",
				"get_weather{\"city\":\"Paris\",\"unit\":null}", "orderStatus{\"orderId\":\"4711\"}");
		assertThat(calls(ask(question, ", 'parallel_tool_calls': false"))).hasSize(1);
	}

	@Test
	void chatWhenToolChoiceIsNoneThenNoCall() {
		JsonNode choice = ask("What is the weather in Madrid?", ", 'tool_choice': 'none'").at("/choices/0");
		assertThat(choice.at("/finish_reason").asString()).isEqualTo("stop");
	}

	@Test
	void chatWhenAToolIsRequiredThenTheMostFittingIsCalled() {
		assertThat(calls(ask("Is it warm in Lisbon?", ", 'tool_choice': 'required'")))
			.containsExactly("get_weather{\"city\":\"Lisbon\",\"unit\":null}");
	}

	@Test
	void chatWhenAToolTakesSeveralNumbersThenEachTakesItsOwn() {
		String body = """
				{'messages': [{'role': 'user', 'content': 'What is 12 plus 30?'}], 'tools': [
				  {'type': 'function', 'function': {'name': 'add', 'description': 'Adds two numbers',
				    'parameters': {'type': 'object', 'properties': {'a': {'type': 'number'}, 'b': {'type': 'number'}},
				                   'required': ['a', 'b']}}}]}""";
		assertThat(calls(post(body).json())).containsExactly("add{\"a\":12,\"b\":30}");
	}

	@Test
	void chatWhenAFunctionIsNamedThenItIsCalledWithWhatThereIs() {
		String choice = ", 'tool_choice': {'type': 'function', 'function': {'name': 'add'}}";
		assertThat(calls(ask("How do I get a refund?", choice))).containsExactly("add{\"numbers\":[]}");
	}

	@Test
	void chatWhenARequiredArgumentCannotBeFoundThenRefusesInsteadOfInventing() {
		String body = """
				{'messages': [{'role': 'user', 'content': 'Tell Ann'}], 'tool_choice': 'required', 'tools': [
				  {'type': 'function', 'function': {'name': 'send', 'parameters': {'type': 'object',
				    'properties': {'address': {'type': 'string', 'format': 'email'}}, 'required': ['address']}}}]}""";
		JsonNode message = post(body).json().at("/choices/0/message");
		assertThat(message.at("/refusal").asString()).startsWith("I cannot call a tool");
		assertThat(message.at("/content").isNull()).isTrue();
		assertThat(calls(post(body.replace("Tell Ann", "Tell ann@acme.example")).json()))
			.containsExactly("send{\"address\":\"ann@acme.example\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					It is 21 degrees.                     | It is 21 degrees.
					`'sunny'`                             | sunny
					{'temperature':21,'sky':'clear'}      | {'temperature':21,'sky':'clear'}
					``                                    | I have no passage on that in my documents, so I cannot answer it. I only quote passages that I was given; please ask the support team.
					""")
	void chatWhenItEndsWithAToolsResultThenAnswersFromIt(String result, String expected) {
		JsonNode choice = post(conversation(result, "")).json().at("/choices/0");
		assertThat(choice.at("/finish_reason").asString()).isEqualTo("stop");
		assertThat(choice.at("/message/content").asString()).isEqualTo(expected.replace('\'', '"'));
	}

	@Test
	void chatWhenItEndsWithAToolsResultAndASchemaIsGivenThenFillsItFromTheResult() {
		String format = """
				, 'response_format': {'type': 'json_schema', 'json_schema': {'name': 'w', 'schema': {'type': 'object',
				  'properties': {'temperature': {'type': 'number'}, 'sky': {'type': 'string'},
				                 'wind': {'type': ['string', 'null']}}, 'required': ['temperature', 'sky', 'wind']}}}""";
		Answer answer = post(conversation("{'temperature':21.5,'sky':'clear'}", format));
		assertThat(answer.json().at("/choices/0/message/content").asString())
			.isEqualTo("{\"temperature\":21.5,\"sky\":\"clear\",\"wind\":null}");
	}

	@Test
	void chatWhenItEndsWithAToolsResultAndAToolIsRequiredThenCallsAgain() {
		assertThat(calls(post(conversation("21", ", 'tool_choice': 'required'")).json())).hasSize(1);
	}

	@Test
	void streamWhenAToolIsCalledThenFragmentsGiveTheWholeCall() {
		String question = "What is the weather in Madrid and where is my order 4711?";
		List<JsonNode> chunks = post(body(question, ", 'stream': true, 'stream_options': {'include_usage': true}"))
			.chunks();
		List<String> names = new ArrayList<>();
		List<StringBuilder> arguments = new ArrayList<>();
		assertThat(chunks.get(0).at("/choices/0/delta").toString()).isEqualTo("{\"role\":\"assistant\"}");
		for (JsonNode chunk : chunks.subList(1, chunks.size() - 2)) {
			assertThat(chunk.at("/choices/0/delta/tool_calls").size()).isEqualTo(1);
			JsonNode fragment = chunk.at("/choices/0/delta/tool_calls/0");
			if (fragment.has("id")) {
				assertThat(fragment.at("/type").asString()).isEqualTo("function");
				assertThat(fragment.at("/function/arguments").asString()).isEmpty();
				names.add(fragment.at("/function/name").asString());
				arguments.add(new StringBuilder());
			}
			else {
				assertThat(fragment.at("/function").has("name")).isFalse();
			}
			assertThat(fragment.at("/index").asInt()).isEqualTo(names.size() - 1);
			arguments.get(names.size() - 1).append(fragment.at("/function/arguments").asString());
		}
		assertThat(names).containsExactly("get_weather", "orderStatus");
		assertThat(arguments).map(StringBuilder::toString)
			.containsExactly("{\"city\":\"Madrid\",\"unit\":null}", "{\"orderId\":\"4711\"}");
		assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
		assertThat(chunks.get(chunks.size() - 1).at("/usage/completion_tokens").asInt()).isEqualTo(chunks.size() - 3);
	}

	@Test
	void chatWhenTheTokenLimitCutsACallThenFinishReasonLength() {
		JsonNode choice = ask("What is the weather in Madrid?", ", 'max_tokens': 4").at("/choices/0");
		assertThat(choice.at("/finish_reason").asString()).isEqualTo("length");
		assertThat(choice.at("/message/tool_calls/0/function/arguments").asString()).isEqualTo("{\"city");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					'tools': 5                                                                       | tools
					'tools': [5]                                                                     | tools[0]
					'tools': [{'type': 'custom', 'custom': {'name': 'f'}}]                           | tools[0].type
					'tools': [{'type': 'function'}]                                                  | tools[0].function
					'tools': [{'type': 'function', 'function': {}}]                                  | tools[0].function.name
					'tools': [{'type': 'function', 'function': {'name': 'a b'}}]                     | tools[0].function.name
					'tools': [{'type': 'function', 'function': {'name': 'f', 'cache': 1}}]           | tools[0].function.cache
					'tools': [{'type': 'function', 'function': {'name': 'f', 'parameters': 5}}]      | tools[0].function.parameters
					'tools': [{'type': 'function', 'function': {'name': 'f', 'parameters': {'type': 'objekt'}}}] | tools[0].function.parameters
					'tools': [{'type': 'function', 'function': {'name': 'f'}}, {'type': 'function', 'function': {'name': 'f'}}] | tools
					'tool_choice': 'required'                                                        | tool_choice
					'tool_choice': 'always'                                                          | tool_choice
					'tool_choice': 5                                                                 | tool_choice
					'tool_choice': {'type': 'allowed_tools'}                                         | tool_choice.type
					'tool_choice': {'type': 'function', 'function': {'name': 'f'}}                   | tool_choice.function.name
					'parallel_tool_calls': 'no'                                                      | parallel_tool_calls
					'functions': [{'name': 'f'}]                                                     | functions
					""")
	void chatWhenToolsAreInvalidThenBadRequestNamesTheField(String fields, String param) {
		Answer answer = send("{'messages': [{'role': 'user', 'content': 'Hi'}], " + fields + "}");
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.json().at("/error/param").asString()).isEqualTo(param);
	}

	@Test
	void chatWhenToolsAreEmptyThenThereAreNone() {
		assertThat(post("{'messages': [{'role': 'user', 'content': 'Hi'}], 'tools': [], 'tool_choice': 'auto'}").json()
			.at("/choices/0/finish_reason")
			.asString()).isEqualTo("stop");
	}

	private static String conversation(String result, String options) {
		String content = Json.MAPPER.writeValueAsString(result.replace('\'', '"'));
		String body = """
				{'messages': [{'role': 'user', 'content': 'What is the weather in Madrid?'},
				  {'role': 'assistant', 'content': null, 'tool_calls': [{'id': 'call_1', 'type': 'function',
				    'function': {'name': 'get_weather', 'arguments': '{}'}}]},
				  {'role': 'tool', 'tool_call_id': 'call_1', 'content': RESULT}],\s""";
		return (body + TOOLS + options + "}").replace('\'', '"').replace("RESULT", content);
	}

	private static String body(String question, String options) {
		return "{'model': 'support-bot', 'messages': [{'role': 'user', 'content': '" + question + "'}], " + TOOLS
				+ options + "}";
	}

	private static JsonNode ask(String question, String options) {
		return post(body(question, options)).json();
	}

	private static Answer post(String body) {
		Answer answer = send(body);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer;
	}

	private static Answer send(String body) {
		return caller.post("/endpoint/acme/support-bot/v1/chat/completions", platform.apiKey("support-bot"),
				body.replace('\'', '"'));
	}

	private static List<String> calls(JsonNode completion) {
		List<String> calls = new ArrayList<>();
		completion.at("/choices/0/message/tool_calls")
			.forEach((call) -> calls
				.add(call.at("/function/name").asString() + call.at("/function/arguments").asString()));
		return calls;
	}

}
