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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.operation.Surrogates;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.ObjectBinding.MisfitException;
import org.jspecify.annotations.Nullable;

/**
 * One call for an object: a first round, and a second one if the answer does not fit.
 *
 * @param <T> the type of the object
 */
public final class ObjectCall<T> {

	// The model decides how much there is to quote.
	private static final int MAX_PROBLEM = 1000;

	private final long start = System.nanoTime();

	private final String workload;

	private final TextRequest request;

	private final Function<TextRequest, ObjectQuestion> questions;

	private final Function<String, T> reader;

	private String misfit = "";

	private @Nullable TextResult first;

	private @Nullable ObjectQuestion asked;

	ObjectCall(String workload, TextRequest request, Function<TextRequest, ObjectQuestion> questions,
			Function<String, T> reader) {
		this.workload = workload;
		this.request = request;
		this.questions = questions;
		this.reader = reader;
	}

	/**
	 * Ask for the object.
	 * @return the question of the first round
	 */
	public ObjectQuestion question() {
		return ask(this.request);
	}

	private ObjectQuestion ask(TextRequest request) {
		ObjectQuestion question = this.questions.apply(request);
		this.asked = question;
		return question;
	}

	/**
	 * Read the answer of the first round.
	 * @param answer the answer
	 * @return the object, or {@code null} if the answer does not fit and can be repaired
	 * @throws UnusableAnswerException if the model refuses, or the answer is cut off or
	 * empty
	 */
	public @Nullable ObjectResult<T> read(TextResult answer) {
		String problem = problem(answer);
		if (problem != null) {
			throw unusable(problem, answer);
		}
		try {
			return ObjectResult.of(this.reader.apply(answer.text()), answer);
		}
		catch (MisfitException ex) {
			this.first = answer;
			this.misfit = ex.problem();
			if (this.asked != null && this.misfit.equals(JsonText.NONE) && endsByItself(answer)) {
				this.asked.ignored();
			}
			return null;
		}
	}

	/**
	 * Ask for a better answer after {@link #read} returned {@code null}.
	 * @return the question of the second round, which has what is left of the time
	 */
	public ObjectQuestion repair() {
		List<ChatMessage> messages = new ArrayList<>(ObjectMode.messages(this.request));
		messages.add(ChatMessage.assistant(Surrogates.mend((this.first != null) ? this.first.text() : "")));
		messages.add(ChatMessage.user("This answer cannot be used: " + Surrogates.mend(this.misfit)
				+ "\nAnswer again with the corrected JSON and nothing else."));
		TextRequest repair = ObjectMode.with(this.request, messages, null);
		Duration timeout = this.request.timeout();
		if (timeout != null) {
			Duration left = timeout.minusNanos(System.nanoTime() - this.start);
			repair = repair.toBuilder().timeout((left.toMillis() > 0) ? left : Duration.ofMillis(1)).build();
		}
		return ask(repair);
	}

	/**
	 * Read the answer of the second round.
	 * @param answer the answer
	 * @return the object
	 * @throws UnusableAnswerException if the answer cannot be used either
	 */
	public ObjectResult<T> readRepaired(TextResult answer) {
		Usage before = (this.first != null) ? this.first.usage() : null;
		Usage now = answer.usage();
		TextResult both = (before != null) ? answer.withUsage((now != null) ? before.plus(now) : before) : answer;
		ObjectResult<T> result = read(both);
		if (result == null) {
			throw unusable(
					"it does not fit even after the model was told why, so make the type simpler or say more in the prompt: "
							+ this.misfit,
					answer);
		}
		return result;
	}

	private UnusableAnswerException unusable(String problem, TextResult answer) {
		return new UnusableAnswerException(
				shortened(problem) + " (workload \"" + this.workload + "\"; text() has the answer)", answer.text(),
				FailureOrigin.local(this.workload));
	}

	/**
	 * Cut a problem to a length that can be logged, and sent to a model.
	 * @param problem a clause
	 * @return the clause, or its beginning
	 */
	static String shortened(String problem) {
		return (problem.length() > MAX_PROBLEM) ? Surrogates.mend(problem.substring(0, MAX_PROBLEM)) + "…" : problem;
	}

	/**
	 * Whether the model has said all that it wanted to. What a filter puts in place of
	 * that tells nothing about the server.
	 * @param answer the answer
	 * @return {@code true} unless there is another finish reason
	 */
	static boolean endsByItself(TextResult answer) {
		return answer.finishReason() == null || answer.finishReason().equals("stop");
	}

	/**
	 * Find what no second answer would mend.
	 * @param answer the answer
	 * @return a clause, or {@code null} if there is something to read
	 */
	static @Nullable String problem(TextResult answer) {
		if ("length".equals(answer.finishReason())) {
			return "it was cut off at the maximum number of tokens; raise maxTokens or ask for less";
		}
		if (answer.refusal() != null) {
			return "the model refuses to answer: " + answer.refusal();
		}
		if (!answer.text().isBlank()) {
			return null;
		}
		if (!answer.toolCalls().isEmpty()) {
			return "the model calls the tool " + answer.toolCalls().get(0).name() + " and answers nothing";
		}
		return "it is empty"
				+ ((answer.finishReason() != null) ? "; the model stopped with " + answer.finishReason() : "");
	}

}
