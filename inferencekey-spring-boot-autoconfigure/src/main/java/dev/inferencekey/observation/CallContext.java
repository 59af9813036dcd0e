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

package dev.inferencekey.observation;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of the observation of a call. The target and the request are known from the
 * start; what the response says is added as it arrives. Handlers and conventions read it.
 */
public final class CallContext extends SenderContext<Map<String, String>> {

	static final String TEXT = "text";

	private final CallTarget target;

	private final String operation;

	private final boolean stream;

	private final Map<String, Number> parameters;

	private final @Nullable ChunkRhythm rhythm;

	// Written by one thread after the other; a thread that cancels the call may read
	// values that are slightly out of date.
	private @Nullable String responseModel;

	private @Nullable String finishReason;

	private @Nullable Integer inputTokens;

	private @Nullable Integer outputTokens;

	private @Nullable Integer cachedInputTokens;

	private @Nullable Integer reasoningTokens;

	private String inputModality = TEXT;

	private @Nullable Integer attempts;

	private @Nullable String requestId;

	private @Nullable String errorType;

	private String outcome = "none";

	private @Nullable String inputMessages;

	private @Nullable String outputMessages;

	/**
	 * Create the context of a call that starts now.
	 * @param target the target of the call
	 * @param operation the name of the operation, such as {@code chat}
	 * @param stream whether the response is streamed
	 * @param parameters the numeric parameters of the request, by their names on the wire
	 */
	CallContext(CallTarget target, String operation, boolean stream, Map<String, Number> parameters) {
		// A client span without a carrier: the HTTP requests of the call propagate it.
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		setCarrier(Map.of());
		setRemoteServiceName("inferencekey");
		this.target = target;
		this.operation = operation;
		this.stream = stream;
		this.parameters = parameters;
		this.rhythm = stream ? new ChunkRhythm() : null;
	}

	/**
	 * Return the target of the call.
	 * @return the target
	 */
	public CallTarget getTarget() {
		return this.target;
	}

	/**
	 * Return the name of the operation, such as {@code chat}.
	 * @return the name of the operation
	 */
	public String getOperation() {
		return this.operation;
	}

	/**
	 * Return whether the response is streamed.
	 * @return {@code true} for a stream
	 */
	public boolean isStream() {
		return this.stream;
	}

	/**
	 * Return the numeric parameters of the request.
	 * @return the values by their names on the wire
	 */
	public Map<String, Number> getParameters() {
		return this.parameters;
	}

	/**
	 * Return the model that produced the response.
	 * @return the model, or {@code null} while it is not known
	 */
	public @Nullable String getResponseModel() {
		return this.responseModel;
	}

	/**
	 * Return the finish reason of the response.
	 * @return the finish reason, or {@code null} while it is not known
	 */
	public @Nullable String getFinishReason() {
		return this.finishReason;
	}

	/**
	 * Return the number of input tokens.
	 * @return the number, or {@code null} while it is not known
	 */
	public @Nullable Integer getInputTokens() {
		return this.inputTokens;
	}

	/**
	 * Return the number of output tokens.
	 * @return the number, or {@code null} while it is not known
	 */
	public @Nullable Integer getOutputTokens() {
		return this.outputTokens;
	}

	/**
	 * Return how many of the input tokens were read from a cache.
	 * @return the number, or {@code null} if it is not known
	 */
	public @Nullable Integer getCachedInputTokens() {
		return this.cachedInputTokens;
	}

	/**
	 * Return how many of the output tokens were used for reasoning.
	 * @return the number, or {@code null} if it is not known
	 */
	public @Nullable Integer getReasoningTokens() {
		return this.reasoningTokens;
	}

	/**
	 * Return the modality of the input tokens.
	 * @return {@code text}, {@code image}, {@code audio}, or {@code unknown} for a
	 * mixture
	 */
	public String getInputModality() {
		return this.inputModality;
	}

	/**
	 * Return how many requests were sent, retries included.
	 * @return the number of requests, or {@code null} before the end
	 */
	public @Nullable Integer getAttempts() {
		return this.attempts;
	}

	/**
	 * Return the request id that the server gave to a failed call.
	 * @return the id, or {@code null}
	 */
	public @Nullable String getRequestId() {
		return this.requestId;
	}

	/**
	 * Return the value of {@code error.type}.
	 * @return one of a small set of words, or {@code null} if the call has not failed
	 */
	public @Nullable String getErrorType() {
		return this.errorType;
	}

	/**
	 * Return the outcome of the call.
	 * @return {@code success}, {@code error}, {@code cancelled}, or {@code none} while it
	 * runs
	 */
	public String getOutcome() {
		return this.outcome;
	}

	/**
	 * Return the time to the first chunk.
	 * @return the time since the start of the call in seconds, or {@code null} if no
	 * chunk has arrived
	 */
	public @Nullable Double getSecondsToFirstChunk() {
		return (this.rhythm != null) ? this.rhythm.secondsToFirst() : null;
	}

	/**
	 * Return the messages of the request.
	 * @return the messages as JSON, or {@code null} unless content is traced
	 */
	public @Nullable String getInputMessages() {
		return this.inputMessages;
	}

	/**
	 * Return the messages of the response.
	 * @return the messages as JSON, or {@code null} unless content is traced
	 */
	public @Nullable String getOutputMessages() {
		return this.outputMessages;
	}

	/**
	 * Register a listener for the chunks of a stream. Handlers call this when the
	 * observation starts; it has no effect for a call that is not streamed.
	 * @param listener the listener to call
	 */
	public void onChunk(ChunkListener listener) {
		if (this.rhythm != null) {
			this.rhythm.add(listener);
		}
	}

	void chunk() {
		if (this.rhythm != null) {
			this.rhythm.chunk();
		}
	}

	void answer(@Nullable String model, @Nullable String reason) {
		this.responseModel = (model != null) ? model : this.responseModel;
		this.finishReason = (reason != null) ? reason : this.finishReason;
	}

	void tokens(int input, int output, @Nullable Integer cachedInput, @Nullable Integer reasoning) {
		this.inputTokens = input;
		this.outputTokens = output;
		this.cachedInputTokens = cachedInput;
		this.reasoningTokens = reasoning;
	}

	void inputModality(String modality) {
		this.inputModality = modality;
	}

	void input(@Nullable String messages) {
		this.inputMessages = messages;
	}

	void output(@Nullable String messages) {
		this.outputMessages = messages;
	}

	void ended(String outcome, int attempts) {
		this.outcome = outcome;
		this.attempts = attempts;
	}

	void failed(String type, @Nullable String request, int attempts) {
		ended("error", attempts);
		this.errorType = type;
		this.requestId = request;
	}

}
