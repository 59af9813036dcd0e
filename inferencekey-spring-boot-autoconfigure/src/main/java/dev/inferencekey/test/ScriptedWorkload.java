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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.assertj.core.api.AssertProvider;

/**
 * The script of one workload, and what has been asked of it.
 * <p>
 * Each of {@code replies}, {@code streams}, {@code calls}, {@code answersObject},
 * {@code embeds}, {@code reranks}, {@code answers}, {@code failsWith},
 * {@code disconnects} and {@code hangs} describes the answer to one more request; the
 * last one is given again and again. Retries of the client are requests too. The other
 * methods change the answer that was described last:
 *
 * <pre class="code">
 * platform.workload("support-bot")
 *     .failsWith(429, retryAfter(Duration.ofSeconds(1)))
 *     .streams("Open ", "your ", "orders.").cutsAfter(2);
 * assertThat(platform.workload("support-bot")).received(2)
 *     .lastRequest().hasUserMessage("How do I cancel?");
 * </pre>
 */
public final class ScriptedWorkload implements AssertProvider<ScriptedWorkloadAssert> {

	private final String name;

	private final List<ScriptedAnswer> script = new ArrayList<>();

	private final List<RecordedRequest> requests = new ArrayList<>();

	private List<String> reasoning = List.of();

	private int next;

	ScriptedWorkload(String name) {
		this.name = name;
	}

	/**
	 * Answer with a text; a stream of it has a chunk for each word.
	 * @param text what the model says
	 * @return this
	 */
	public ScriptedWorkload replies(String text) {
		return then(ScriptedAnswer.of(TextBody.of(words(text))));
	}

	private static List<String> words(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split("(?<=\\s)(?=\\S)"));
	}

	/**
	 * Answer with a text in chunks of one's own; a call that does not stream gets all of
	 * them in one. As on the platform, one more chunk with an empty text has the finish
	 * reason.
	 * @param chunks the texts of the chunks
	 * @return this
	 */
	public ScriptedWorkload streams(String... chunks) {
		return then(ScriptedAnswer.of(TextBody.of(List.of(chunks))));
	}

	/**
	 * Answer with the call of a tool; a stream has its arguments in pieces.
	 * @param tool the name of the tool
	 * @param arguments the arguments as JSON text, or anything that Jackson writes as a
	 * JSON object, such as a record or a {@code Map}
	 * @return this
	 */
	public ScriptedWorkload calls(String tool, Object arguments) {
		TextBody body = TextBody.of(List.of()).withCall(tool, json(arguments));
		return then(ScriptedAnswer.of(body).withFinishReason("tool_calls"));
	}

	/**
	 * Call another tool in the same answer.
	 * @param tool the name of the tool
	 * @param arguments the arguments, as for {@link #calls}
	 * @return this
	 */
	public ScriptedWorkload alsoCalls(String tool, Object arguments) {
		return change("alsoCalls",
				(answer) -> answer.withBody(text("alsoCalls", answer).withCall(tool, json(arguments)))
					.withFinishReason("tool_calls"));
	}

	/**
	 * Answer with an object, as JSON text in several chunks.
	 * @param value JSON text, or anything that Jackson writes, such as a record
	 * @return this
	 */
	public ScriptedWorkload answersObject(Object value) {
		return then(ScriptedAnswer.of(TextBody.of(List.of(json(value).split("(?<=[,:{\\[])")))));
	}

	/**
	 * Let the model think before its answer. Before the first answer is described, this
	 * belongs to that one, else to the one described last.
	 * @param text what the model thinks; a stream of it has a chunk for each word
	 * @return this
	 */
	public synchronized ScriptedWorkload reasons(String text) {
		if (this.script.isEmpty()) {
			this.reasoning = words(text);
			return this;
		}
		return change("reasons", (answer) -> answer.withBody(text("reasons", answer).withReasoning(words(text))));
	}

	private static String json(Object value) {
		return (value instanceof String text) ? text : ScriptedBody.MAPPER.writeValueAsString(value);
	}

	private static TextBody text(String method, ScriptedAnswer answer) {
		if (answer.body() instanceof TextBody text) {
			return text;
		}
		throw new IllegalStateException(
				method + " changes a text or a tool call: describe one before it, for example with replies(…)");
	}

	/**
	 * Answer with vectors.
	 * @param vectors a vector for each input of the request; another number of inputs is
	 * an error that says so
	 * @return this
	 */
	public ScriptedWorkload embeds(float[]... vectors) {
		List<float[]> copies = Arrays.stream(vectors).map(float[]::clone).toList();
		return then(ScriptedAnswer.of(new EmbeddingsBody((inputs) -> {
			EmbeddingsBody.requireSize("vectors", copies.size(), "inputs", inputs.size());
			return copies;
		})));
	}

	/**
	 * Answer with a vector of length one for each input, always the same one for the same
	 * text.
	 * @param dimensions the number of dimensions
	 * @return this
	 * @throws IllegalArgumentException if this is not positive
	 */
	public ScriptedWorkload embeds(int dimensions) {
		if (dimensions < 1) {
			throw new IllegalArgumentException("a vector has at least one dimension, not " + dimensions);
		}
		return then(ScriptedAnswer.of(new EmbeddingsBody(
				(inputs) -> inputs.stream().map((text) -> EmbeddingsBody.vector(text, dimensions)).toList())));
	}

	/**
	 * Answer with a ranking, the best first; {@code top_n} of the request holds.
	 * @param scores a relevance score for each document of the request, in their order;
	 * another number of documents is an error that says so
	 * @return this
	 */
	public ScriptedWorkload reranks(double... scores) {
		return then(ScriptedAnswer.of(new RerankBody(scores.clone())));
	}

	/**
	 * Answer with a body of one's own, for what the other methods cannot say.
	 * @param json the whole body
	 * @return this
	 */
	public ScriptedWorkload answers(String json) {
		return then(ScriptedAnswer.of((request, answer) -> ScriptedBody.Content.json(json)));
	}

	/**
	 * Answer with bytes, such as an audio file.
	 * @param status the HTTP status, such as 200
	 * @param contentType the content type, such as {@code audio/wav}
	 * @param body the whole body
	 * @param headers further headers
	 * @return this
	 * @throws IllegalArgumentException if no answer has this status
	 */
	public ScriptedWorkload answers(int status, String contentType, byte[] body, ResponseHeader... headers) {
		if (status < 200 || status > 599) {
			throw new IllegalArgumentException("an answer has a status from 200 to 599, not " + status);
		}
		ScriptedBody.Content content = ScriptedBody.Content.whole(contentType, body.clone());
		return then(ScriptedAnswer.of(status, List.of(headers), (request, answer) -> content));
	}

	/**
	 * Refuse the request.
	 * @param status the HTTP status, such as 429
	 * @param headers headers, such as {@link ResponseHeader#retryAfter(Duration)}
	 * @return this
	 */
	public ScriptedWorkload failsWith(int status, ResponseHeader... headers) {
		return failsWith(status, "scripted", headers);
	}

	/**
	 * Refuse the request.
	 * @param status the HTTP status, such as 403
	 * @param code the code of the error, such as {@code scope_insufficient}
	 * @param headers headers, such as {@link ResponseHeader#retryAfter(Duration)}
	 * @return this
	 * @throws IllegalArgumentException if the status is not an error
	 */
	public ScriptedWorkload failsWith(int status, String code, ResponseHeader... headers) {
		if (status < 400 || status > 599) {
			throw new IllegalArgumentException("a failure has a status from 400 to 599, not " + status);
		}
		return then(ScriptedAnswer.failure(status, code, "a failure that the test has scripted", List.of(headers)));
	}

	/**
	 * Close the connection without an answer.
	 * @return this
	 */
	public ScriptedWorkload disconnects() {
		return then(ScriptedAnswer.disconnect());
	}

	/**
	 * Never answer, for tests of time-outs.
	 * @return this
	 */
	public ScriptedWorkload hangs() {
		return then(ScriptedAnswer.hang());
	}

	/**
	 * Wait before the answer.
	 * @param delay the time before its first byte
	 * @return this
	 */
	public ScriptedWorkload delays(Duration delay) {
		return change("delays", (answer) -> answer.withDelay(delay));
	}

	/**
	 * Wait between the chunks of the stream.
	 * @param pause the time before each chunk but the first
	 * @return this
	 */
	public ScriptedWorkload pauses(Duration pause) {
		return change("pauses", (answer) -> answer.withPause(pause));
	}

	/**
	 * Close the connection in the middle of the answer.
	 * @param chunks how many chunks of the stream come through; an answer that is not
	 * streamed breaks in the middle of its body
	 * @return this
	 */
	public ScriptedWorkload cutsAfter(int chunks) {
		if (chunks < 0) {
			throw new IllegalArgumentException("no stream has " + chunks + " chunks");
		}
		return change("cutsAfter", (answer) -> answer.withCut(chunks));
	}

	/**
	 * End the text with another finish reason than {@code stop}.
	 * @param reason the reason, such as {@code length}
	 * @return this
	 */
	public ScriptedWorkload finishesWith(String reason) {
		return change("finishesWith", (answer) -> answer.withFinishReason(reason));
	}

	/**
	 * Say what the answer cost; otherwise a word of the request or answer is a token.
	 * @param inputTokens the tokens of the request
	 * @param outputTokens the tokens of the answer
	 * @return this
	 */
	public ScriptedWorkload costs(int inputTokens, int outputTokens) {
		return change("costs", (answer) -> answer.withTokens(inputTokens, outputTokens));
	}

	/**
	 * What has been asked of this workload, retries included.
	 * @return the requests in the order in which they came
	 */
	public synchronized List<RecordedRequest> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Called by AssertJ's {@code assertThat}.
	 * @return assertions on the requests
	 */
	@Override
	public ScriptedWorkloadAssert assertThat() {
		return new ScriptedWorkloadAssert(this);
	}

	synchronized ScriptedAnswer answer(RecordedRequest request) {
		this.requests.add(request);
		if (this.script.isEmpty()) {
			return ScriptedAnswer.failure(501, "not_scripted",
					"the test has scripted no answer; call platform.workload(\"" + this.name
							+ "\").replies(…), or another method that describes an answer",
					List.of());
		}
		int index = Math.min(this.next, this.script.size() - 1);
		this.next++;
		return this.script.get(index);
	}

	synchronized void reset() {
		this.script.clear();
		this.requests.clear();
		this.reasoning = List.of();
		this.next = 0;
	}

	private synchronized ScriptedWorkload then(ScriptedAnswer answer) {
		boolean thinks = !this.reasoning.isEmpty() && answer.body() instanceof TextBody;
		this.script.add(thinks ? answer.withBody(text("reasons", answer).withReasoning(this.reasoning)) : answer);
		this.reasoning = List.of();
		return this;
	}

	private synchronized ScriptedWorkload change(String method, UnaryOperator<ScriptedAnswer> change) {
		if (this.script.isEmpty()) {
			throw new IllegalStateException(
					method + " changes the answer before it: describe one first, for example with replies(…)");
		}
		this.script.set(this.script.size() - 1, change.apply(this.script.get(this.script.size() - 1)));
		return this;
	}

	@Override
	public String toString() {
		return "workload \"" + this.name + "\"";
	}

}
