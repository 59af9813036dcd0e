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
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.observation.ToolObservations;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.TextAccumulator;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Runs the tools that a model calls, and tells it the results until it answers without
 * calling any. Immutable and thread-safe; each method that configures it returns a new
 * loop.
 * <p>
 * The {@linkplain TextRequest#tools() tools} of the request that have a function are run,
 * those of one answer in parallel, and their results are sent back in the order of the
 * calls. The model is told, and may mend it, when it calls a tool that does not exist,
 * when its arguments do not fit, when a call was cut off at the maximum number of tokens,
 * when a call is not approved, and when a tool throws an exception, of which it sees the
 * class and a short message. An {@link Error} ends the loop. So does a call of a tool
 * that was only {@linkplain Tool#declare(String, String, String) declared}: no call of
 * that answer is run, and all of them are in the result for the application to run; if
 * its finish reason is {@code length}, the last of them was cut off.
 * <p>
 * A {@linkplain TextRequest.Builder#toolChoice tool choice} that makes the model call a
 * tool holds for the first round; later rounds leave the choice to the model. The
 * {@linkplain TextRequest.Builder#timeout time-out} of the request holds for each call of
 * the model.
 */
public final class ToolLoop {

	private static final int DEFAULT_MAX_ROUNDS = 8;

	private static final ContextSnapshotFactory CALLER = ContextSnapshotFactory.builder().build();

	private final Model model;

	private final int maxRounds;

	private final @Nullable Duration timeout;

	private final ToolRunner runner;

	private ToolLoop(Model model, int maxRounds, @Nullable Duration timeout, ToolRunner runner) {
		this.model = model;
		this.maxRounds = maxRounds;
		this.timeout = timeout;
		this.runner = runner;
	}

	/**
	 * Create a loop over a workload.
	 * @param endpoint calls the model; for streams by its {@link Endpoint#reactive()}
	 * @return a loop with everything at its default
	 */
	public static ToolLoop over(Endpoint endpoint) {
		return over(endpoint, new Model(endpoint, null));
	}

	/**
	 * Create a loop over a workload.
	 * @param endpoint calls the model
	 * @return a loop with everything at its default
	 */
	public static ToolLoop over(ReactiveEndpoint endpoint) {
		return over(endpoint, new Model(null, endpoint));
	}

	private static ToolLoop over(Object endpoint, Model model) {
		ToolObservations observations = (endpoint instanceof ToolObservations.Source source) ? source.toolObservations()
				: ToolObservations.NONE;
		return new ToolLoop(model, DEFAULT_MAX_ROUNDS, null, ToolRunner.of(observations));
	}

	/**
	 * Set how often the model may be called.
	 * @param maxRounds at least 1, by default 8
	 * @return a new loop
	 */
	public ToolLoop maxRounds(int maxRounds) {
		Assert.isTrue(maxRounds >= 1, "maxRounds must be at least 1");
		return new ToolLoop(this.model, maxRounds, this.timeout, this.runner);
	}

	/**
	 * Set how many of the calls of one answer may run at the same time. The others wait
	 * for one of them to end.
	 * @param maxParallel at least 1, which runs them one after the other; by default 16
	 * @return a new loop
	 */
	public ToolLoop maxParallel(int maxParallel) {
		Assert.isTrue(maxParallel >= 1, "maxParallel must be at least 1");
		return withRunner(this.runner.withMaxParallel(maxParallel));
	}

	/**
	 * Set how long everything may take together: the calls of the model, and the tools,
	 * which are interrupted when the time is over.
	 * @param timeout a positive time, by default only each call of the model is limited
	 * @return a new loop
	 */
	public ToolLoop timeout(Duration timeout) {
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(), "timeout must be positive");
		return new ToolLoop(this.model, this.maxRounds, timeout, this.runner);
	}

	/**
	 * Set who decides whether a tool call is run. The calls of an answer are asked for
	 * one after the other, before any of them runs, and on a thread that may block. What
	 * the predicate throws ends the loop.
	 * @param approval {@code false} declines a call, of which the model is told; by
	 * default all calls are run
	 * @return a new loop
	 */
	public ToolLoop approve(Predicate<ToolCall> approval) {
		return withRunner(this.runner.withApproval(approval));
	}

	/**
	 * Set what runs the tools.
	 * @param executor by default a new thread for each call, a virtual one where the JVM
	 * has them
	 * @return a new loop
	 */
	public ToolLoop executor(Executor executor) {
		return withRunner(this.runner.withExecutor(executor));
	}

	/**
	 * Set who observes the execution of tools, for metrics and traces.
	 * @param registry by default that of the client that the endpoint belongs to
	 * @return a new loop
	 */
	public ToolLoop observationRegistry(ObservationRegistry registry) {
		return withRunner(this.runner.withObservations(this.runner.observations().withRegistry(registry)));
	}

	/**
	 * The loop as configured, where a builder is expected. Every method that configures a
	 * loop returns one that is ready to run, so this may be left out.
	 * @return this loop
	 */
	public ToolLoop build() {
		return this;
	}

	private ToolLoop withRunner(ToolRunner runner) {
		return new ToolLoop(this.model, this.maxRounds, this.timeout, runner);
	}

	/**
	 * Run the loop and wait for its end. Interrupting the waiting thread cancels the call
	 * of the model and interrupts the tools.
	 * @param request what to generate from, with the tools
	 * @return the last answer, and how the model came to it
	 * @throws TooManyRoundsException if the model calls tools in the last round
	 * @throws TransportException if the time is over or the waiting thread is interrupted
	 * @throws IllegalStateException on a thread that must not block
	 */
	public ToolLoopResult run(TextRequest request) {
		this.model.checkMayBlock();
		Endpoint endpoint = this.model.blocking();
		if (endpoint == null) {
			return Objects.requireNonNull(this.model.await(runReactive(request)));
		}
		Conversation conversation = conversation(request);
		ContextSnapshot caller = CALLER.captureAll();
		do {
			this.model.await(answered(conversation, endpoint.generateText(conversation.next()), caller));
		}
		while (conversation.goesOn());
		return conversation.result();
	}

	/**
	 * Run the loop without blocking.
	 * @param request what to generate from, with the tools
	 * @return the last answer, and how the model came to it, or what {@link #run} throws
	 */
	public Mono<ToolLoopResult> runReactive(TextRequest request) {
		return Mono.deferContextual((context) -> {
			Conversation conversation = conversation(request);
			ContextSnapshot caller = CALLER.captureAll(context);
			return Mono
				.defer(() -> this.model.reactive()
					.generateText(conversation.next())
					.flatMap((answer) -> answered(conversation, answer, caller)))
				.repeat(conversation::goesOn)
				.then(Mono.fromSupplier(conversation::result))
				.contextWrite(caller::updateContext);
		});
	}

	/**
	 * Run the loop and hand on what the model says as it comes, in every round. Tools run
	 * between the rounds. Cancelling cancels the call of the model and interrupts the
	 * tools.
	 * @param request what to generate from, with the tools
	 * @return the chunks of all rounds, tool calls, finish reasons and usage included, or
	 * what {@link #run} throws
	 */
	public Flux<TextChunk> stream(TextRequest request) {
		return stream(request, (result) -> {
		});
	}

	/**
	 * Run the loop as {@link #stream(TextRequest)} does, and tell what became of it.
	 * @param request what to generate from, with the tools
	 * @param result is given the last answer, the messages to go on with, and the sum of
	 * the usage after the last chunk, before the stream completes, on the thread that
	 * completes it, which must not be blocked; what it throws ends the stream. It is not
	 * called if the stream fails or is cancelled.
	 * @return the chunks of all rounds
	 */
	public Flux<TextChunk> stream(TextRequest request, Consumer<ToolLoopResult> result) {
		return Flux.deferContextual((context) -> {
			Conversation conversation = conversation(request);
			ContextSnapshot caller = CALLER.captureAll(context);
			return Flux.defer(() -> round(conversation, caller))
				.repeat(conversation::goesOn)
				.concatWith(Mono.fromRunnable(() -> result.accept(conversation.result())))
				.contextWrite(caller::updateContext);
		});
	}

	private Flux<TextChunk> round(Conversation conversation, ContextSnapshot caller) {
		TextAccumulator answer = new TextAccumulator();
		Mono<TextChunk> tools = Mono.defer(() -> answered(conversation, answer.result(), caller)).then(Mono.empty());
		return this.model.reactive().generateTextStream(conversation.next()).doOnNext(answer::add).concatWith(tools);
	}

	private Conversation conversation(TextRequest request) {
		return new Conversation(this.model.workload(), request, this.maxRounds, this.timeout);
	}

	private Mono<Void> answered(Conversation conversation, TextResult answer, ContextSnapshot caller) {
		List<ToolCall> calls = conversation.answered(answer);
		if (calls.isEmpty()) {
			return Mono.empty();
		}
		Mono<List<ChatMessage>> results = this.runner.run(calls, conversation.tools(), caller);
		Duration left = conversation.timeLeft();
		if (left != null) {
			results = results.timeout(left, Mono.error(conversation::timedOut));
		}
		return results.doOnNext(conversation::add).then();
	}

}
