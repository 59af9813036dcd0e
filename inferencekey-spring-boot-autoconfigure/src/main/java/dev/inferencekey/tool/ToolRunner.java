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

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.observation.ToolObservations;
import dev.inferencekey.operation.Surrogates;
import dev.inferencekey.text.ChatMessage;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import io.micrometer.context.ContextSnapshot;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Runs the tool calls of one answer. Immutable.
 */
final class ToolRunner {

	private static final int FIRST_VIRTUAL_THREADS = 21;

	private static final int DEFAULT_MAX_PARALLEL = 16;

	// A thread for each call, so that tools that run loops of their own cannot wait for
	// each other's threads.
	private static final Executor THREADS = threads();

	private final Executor executor;

	private final ToolObservations observations;

	private final int maxParallel;

	private final @Nullable Predicate<ToolCall> approval;

	private ToolRunner(Executor executor, int maxParallel, ToolObservations observations,
			@Nullable Predicate<ToolCall> approval) {
		this.executor = executor;
		this.maxParallel = maxParallel;
		this.observations = observations;
		this.approval = approval;
	}

	static ToolRunner of(ToolObservations observations) {
		return new ToolRunner(THREADS, DEFAULT_MAX_PARALLEL, observations, null);
	}

	private static Executor threads() {
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("inferencekey-tool-");
		threads.setDaemon(true);
		threads.setVirtualThreads(Runtime.version().feature() >= FIRST_VIRTUAL_THREADS);
		return threads;
	}

	ToolRunner withExecutor(Executor executor) {
		return new ToolRunner(executor, this.maxParallel, this.observations, this.approval);
	}

	ToolRunner withMaxParallel(int maxParallel) {
		return new ToolRunner(this.executor, maxParallel, this.observations, this.approval);
	}

	ToolRunner withObservations(ToolObservations observations) {
		return new ToolRunner(this.executor, this.maxParallel, observations, this.approval);
	}

	ToolRunner withApproval(Predicate<ToolCall> approval) {
		return new ToolRunner(this.executor, this.maxParallel, this.observations, approval);
	}

	ToolObservations observations() {
		return this.observations;
	}

	/**
	 * Run calls in parallel, up to the limit, once all of them are approved or declined.
	 * @param calls the calls of one answer
	 * @param tools the tools that the model knows, by their names
	 * @param caller the context that tools run in
	 * @return the results in the order of the calls
	 */
	Mono<List<ChatMessage>> run(List<ToolCall> calls, Map<String, Tool> tools, ContextSnapshot caller) {
		return work(calls, tools, caller).flatMap((work) -> ParallelTasks.run(this.executor, this.maxParallel, work))
			.map((results) -> IntStream.range(0, calls.size())
				.mapToObj((i) -> ChatMessage.toolResult(calls.get(i), Surrogates.mend(results.get(i))))
				.toList());
	}

	private Mono<List<Callable<String>>> work(List<ToolCall> calls, Map<String, Tool> tools, ContextSnapshot caller) {
		Callable<List<Callable<String>>> work = () -> calls.stream()
			.map((call) -> caller.wrap(work(call, tools)))
			.toList();
		if (this.approval == null) {
			return Mono.fromCallable(work);
		}
		// Who approves may block, and need not expect to be asked by several threads.
		return ParallelTasks.run(this.executor, 1, List.of(caller.wrap(work))).map((only) -> only.get(0));
	}

	private Callable<String> work(ToolCall call, Map<String, Tool> tools) {
		Tool tool = tools.get(call.name());
		if (tool == null) {
			return () -> ToolText.unknown(call.name(), tools.keySet());
		}
		if (this.approval != null && !this.approval.test(call)) {
			return () -> ToolText.DECLINED;
		}
		return () -> execute(tool, call);
	}

	private String execute(Tool tool, ToolCall call) {
		try {
			return this.observations.observe(tool.name(), ToolText.id(call.id()),
					() -> ToolText.result(tool.execute(call)));
		}
		catch (UnusableAnswerException ex) {
			return ToolText.problem(ex);
		}
		catch (Exception ex) {
			return ToolText.failure(ex);
		}
	}

}
