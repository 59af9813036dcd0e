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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.operation.Surrogates;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import dev.inferencekey.text.ToolChoice;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state of one loop: what was said, what it cost, and the time that is left. Used by
 * one thread at a time.
 */
final class Conversation {

	private static final String TOOL_CHOICE = "tool_choice";

	private final long start = System.nanoTime();

	private final String workload;

	private final TextRequest request;

	private final int maxRounds;

	private final @Nullable Duration timeout;

	private final Map<String, Tool> tools = new LinkedHashMap<>();

	private final List<ChatMessage> messages = new ArrayList<>();

	private @Nullable TextResult answer;

	private @Nullable Usage usage;

	private int rounds;

	private boolean goesOn;

	// The call that was cut off, whose arguments are not all that the model meant to say.
	private @Nullable ToolCall cut;

	Conversation(String workload, TextRequest request, int maxRounds, @Nullable Duration timeout) {
		this.workload = workload;
		this.request = request;
		this.maxRounds = maxRounds;
		this.timeout = timeout;
		request.tools().forEach((tool) -> this.tools.put(tool.name(), tool));
		String prompt = request.prompt();
		this.messages.addAll((prompt != null) ? List.of(ChatMessage.user(prompt)) : request.messages());
	}

	/**
	 * The tools that the model knows.
	 * @return the tools by their names
	 */
	Map<String, Tool> tools() {
		return this.tools;
	}

	/**
	 * The request of the next round.
	 * @return the request with everything said so far
	 */
	TextRequest next() {
		this.goesOn = false;
		Duration timeout = callTimeout();
		TextRequest.Builder next = (this.rounds == 0) ? this.request.toBuilder()
				: TextRequest.builder().messages(this.messages);
		if (timeout != null) {
			next.timeout(timeout);
		}
		if (this.rounds > 0 && isForced(this.request.parameters().get(TOOL_CHOICE))) {
			next.toolChoice(ToolChoice.AUTO);
		}
		return next.build().orElse(this.request);
	}

	// A model that must call a tool would never answer.
	private static boolean isForced(@Nullable Object choice) {
		return choice != null && !choice.equals(ToolChoice.NONE) && !choice.equals("none");
	}

	private @Nullable Duration callTimeout() {
		Duration own = this.request.timeout();
		Duration left = timeLeft();
		return (own == null || (left != null && left.compareTo(own) < 0)) ? left : own;
	}

	/**
	 * The time that is left for everything.
	 * @return a positive time, or {@code null} if it is not limited
	 * @throws TransportException if it is over
	 */
	@Nullable Duration timeLeft() {
		if (this.timeout == null) {
			return null;
		}
		Duration left = this.timeout.minusNanos(System.nanoTime() - this.start);
		if (left.isNegative() || left.isZero()) {
			throw timedOut();
		}
		return left;
	}

	TransportException timedOut() {
		return new TransportException(
				"workload \"" + this.workload + "\": no answer within " + this.timeout + " and " + this.rounds
						+ " rounds. Allow more time by timeout of ToolLoop, or look for a slow tool.",
				this.workload, null);
	}

	/**
	 * Add the answer of a round.
	 * @param answer what the model said
	 * @return the tool calls to run, whose results are to be {@linkplain #add added};
	 * none if there is nothing to wait for
	 * @throws TooManyRoundsException if the model calls tools in the last round
	 */
	List<ToolCall> answered(TextResult answer) {
		if (answer.toolCalls().stream().anyMatch((call) -> call.name().isBlank())) {
			throw new UnusableAnswerException(
					isCut(answer)
							? "a tool call was cut off at the maximum number of tokens before its name; raise maxTokens"
							: "the model calls a tool without naming it",
					answer.text(), FailureOrigin.local(this.workload));
		}
		ChatMessage said = sendable(answer);
		// What is blank could not be sent.
		if (!said.text().isBlank() || !said.toolCalls().isEmpty()) {
			this.messages.add(said);
		}
		this.answer = answer;
		this.rounds++;
		Usage cost = answer.usage();
		if (cost != null) {
			this.usage = (this.usage != null) ? this.usage.plus(cost) : cost;
		}
		this.goesOn = !answer.toolCalls().isEmpty() && answer.toolCalls().stream().noneMatch(this::isForApplication);
		if (this.goesOn && this.rounds >= this.maxRounds) {
			throw new TooManyRoundsException(this.workload, result());
		}
		return this.goesOn ? toRun(answer) : List.of();
	}

	private List<ToolCall> toRun(TextResult answer) {
		List<ToolCall> calls = answer.toolCalls().stream().map(Conversation::withSendableId).toList();
		if (!isCut(answer)) {
			return calls;
		}
		int whole = calls.size() - 1;
		this.cut = calls.get(whole);
		if (whole == 0) {
			add(List.of());
		}
		return calls.subList(0, whole);
	}

	private static boolean isCut(TextResult answer) {
		return "length".equals(answer.finishReason());
	}

	// What cannot be sent back would end the conversation: half of a surrogate pair, and
	// arguments that are not an object, which engines refuse together with all the rest.
	private static ChatMessage sendable(TextResult answer) {
		return ChatMessage.assistant(TextResult.builder()
			.text(Surrogates.mend(ChatMessage.assistant(answer).text()))
			.toolCalls(answer.toolCalls()
				.stream()
				.map((call) -> ToolCall.of(Surrogates.mend(call.id()), Surrogates.mend(call.name()),
						isObject(call.arguments()) ? Surrogates.mend(call.arguments()) : "{}"))
				.toList())
			.build());
	}

	// The result refers to it.
	private static ToolCall withSendableId(ToolCall call) {
		return ToolCall.of(Surrogates.mend(call.id()), call.name(), call.arguments());
	}

	private static boolean isObject(String arguments) {
		try {
			return JsonMapper.shared().readTree(arguments).isObject();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	// Tools may also have been given as plain JSON, which leaves them to the application.
	private boolean isForApplication(ToolCall call) {
		Tool tool = this.tools.get(call.name());
		return (tool != null) ? !tool.isExecutable() : this.tools.isEmpty();
	}

	/**
	 * Add the results of the tools.
	 * @param results one message for each call to run, in the order of the calls
	 */
	void add(List<ChatMessage> results) {
		this.messages.addAll(results);
		ToolCall cut = this.cut;
		if (cut != null) {
			this.cut = null;
			this.messages.add(ChatMessage.toolResult(cut, ToolText.CUT));
		}
	}

	/**
	 * Whether the model must be asked again.
	 * @return {@code false} after the last answer
	 */
	boolean goesOn() {
		return this.goesOn;
	}

	ToolLoopResult result() {
		return new ToolLoopResult(Objects.requireNonNull(this.answer, "a call ended without an answer"), this.messages,
				this.usage, this.rounds);
	}

}
