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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.inferencekey.error.TransportException;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.Tool;
import dev.inferencekey.text.ToolCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static dev.inferencekey.tool.ScriptedModel.call;
import static dev.inferencekey.tool.ScriptedModel.calls;
import static dev.inferencekey.tool.ScriptedModel.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Loops that end early, and the threads that their tools run on.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ToolLoopEndTests {

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	private final Tool hanging = Tool.of("hang", "Hangs", "{}", (call) -> {
		this.running.countDown();
		try {
			return new CountDownLatch(1).await(50, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
			throw new IllegalStateException(ex);
		}
	});

	private final ScriptedModel model = new ScriptedModel(calls(call("hang")), TextResult.of("Done"));

	private static void assertHappens(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
	}

	static Stream<Supplier<Error>> errors() {
		return Stream.of(() -> new AssertionError("broken"), StackOverflowError::new, OutOfMemoryError::new);
	}

	@ParameterizedTest
	@MethodSource("errors")
	void loopWhenAToolEndsWithAnErrorThenEndsWithItAndInterruptsTheOtherTools(Supplier<Error> supplier)
			throws Exception {
		Error error = supplier.get();
		Tool broken = Tool.of("break", "Breaks", "{}", (call) -> {
			try {
				this.running.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			throw error;
		});
		ScriptedModel both = new ScriptedModel(calls(call("a", "hang"), call("b", "break")));

		assertThat(catchThrowable(() -> both.loop().run(request(this.hanging, broken)))).isSameAs(error);
		assertHappens(this.interrupted);
		assertThat(catchThrowable(
				() -> ToolLoop.over(both.reactive()).runReactive(request(this.hanging, broken)).toFuture().get()))
			.hasCause(error);
	}

	@Test
	void loopWhenTheTimeIsOverThenFailsAndInterruptsItsTools(CapturedOutput output) throws Exception {
		ToolLoop loop = this.model.loop().timeout(Duration.ofMillis(300));

		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> loop.run(request(this.hanging)))
			.withMessageContainingAll("support-bot", "PT0.3S", "timeout of ToolLoop");
		assertHappens(this.interrupted);
		assertThat(output).doesNotContain("onErrorDropped");
	}

	@Test
	void callWhenTheLoopHasATimeThenGetsWhatIsLeftUnlessItsOwnIsShorter() {
		ScriptedModel calling = new ScriptedModel(calls(call("weather")), TextResult.of("Done"));
		Tool weather = Tool.of("weather", "Current weather", "{}", (call) -> "sunny");

		calling.loop().timeout(Duration.ofMinutes(5)).run(request(weather));
		calling.loop()
			.timeout(Duration.ofMinutes(5))
			.run(request(weather).toBuilder().timeout(Duration.ofMinutes(1)).build());

		List<Duration> timeouts = calling.requests().stream().map(TextRequest::timeout).toList();
		assertThat(timeouts.get(0)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
		assertThat(timeouts.get(1)).isLessThan(timeouts.get(0));
		assertThat(timeouts.get(2)).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void loopWhenItsThreadIsInterruptedThenSoAreItsTools(CapturedOutput output) throws Exception {
		CompletableFuture<Throwable> told = new CompletableFuture<>();
		Thread caller = new Thread(() -> {
			Throwable thrown = catchThrowable(() -> this.model.loop().run(request(this.hanging)));
			told.complete(Thread.currentThread().isInterrupted() ? thrown : new AssertionError("the flag is lost"));
		});
		caller.start();
		assertHappens(this.running);

		caller.interrupt();

		assertThat(told.get(20, TimeUnit.SECONDS)).isInstanceOf(TransportException.class)
			.hasMessageContainingAll("support-bot", "interrupted");
		assertHappens(this.interrupted);
		assertThat(this.model.requests()).hasSize(1);
		assertThat(output).doesNotContain("onErrorDropped");
	}

	@Test
	void loopWhenCancelledThenItsToolsAreInterrupted(CapturedOutput output) throws Exception {
		Disposable loop = ToolLoop.over(this.model.reactive()).runReactive(request(this.hanging)).subscribe();
		assertHappens(this.running);

		loop.dispose();

		assertHappens(this.interrupted);
		assertThat(this.model.requests()).hasSize(1);
		assertThat(output).doesNotContain("onErrorDropped");
	}

	@Test
	void loopWhenCancelledDuringAnApprovalThenTheApprovalIsInterruptedAndNothingRuns(CapturedOutput output)
			throws Exception {
		List<String> began = new CopyOnWriteArrayList<>();
		Disposable loop = this.model.loop()
			.approve((call) -> (boolean) this.hanging.execute(call))
			.runReactive(request(Tool.of("hang", "Waits", "{}", (call) -> began.add(call.id()))))
			.subscribe();
		assertHappens(this.running);

		loop.dispose();

		assertHappens(this.interrupted);
		assertThat(began).isEmpty();
		assertThat(this.model.requests()).hasSize(1);
		assertThat(output).doesNotContain("onErrorDropped");
	}

	@Test
	void loopWhenCancelledThenCallsThatWaitNeverBegin() throws Exception {
		List<String> began = new CopyOnWriteArrayList<>();
		Tool waiting = Tool.of("wait", "Waits", "{}", (call) -> began.add(call.id()));
		CountDownLatch ended = new CountDownLatch(1);
		Executor executor = (task) -> new Thread(() -> {
			task.run();
			ended.countDown();
		}).start();
		ScriptedModel both = new ScriptedModel(calls(call("a", "hang"), call("b", "wait"), call("c", "wait")));
		Disposable loop = ToolLoop.over(both.reactive())
			.executor(executor)
			.maxParallel(1)
			.runReactive(request(this.hanging, waiting))
			.subscribe();
		assertHappens(this.running);

		loop.dispose();

		assertHappens(this.interrupted);
		assertHappens(ended);
		assertThat(began).isEmpty();
	}

	@Test
	void loopWhenCancelledDuringACallThenTheCallIsCancelled() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		given(this.model.reactive().generateText(any(TextRequest.class)))
			.willReturn(Mono.<TextResult>never().doOnCancel(cancelled::countDown));

		this.model.loop().runReactive(request(this.hanging)).subscribe().dispose();

		assertHappens(cancelled);
	}

	@Test
	void loopWhenItMustNotBlockThenSaysWhatToUse() {
		Throwable thrown = Mono.fromCallable(() -> catchThrowable(() -> this.model.loop().run(request(this.hanging))))
			.subscribeOn(Schedulers.parallel())
			.block();

		assertThat(thrown).isInstanceOf(IllegalStateException.class)
			.hasMessageContainingAll("support-bot", "stream(", "runReactive(");
		assertThat(this.model.requests()).isEmpty();
	}

	private Thread threadOfATool(ToolLoop loop) {
		AtomicReference<Thread> thread = new AtomicReference<>();
		loop.run(request(Tool.of("hang", "A tool", "{}", (call) -> {
			thread.set(Thread.currentThread());
			return "";
		})));
		return thread.get();
	}

	@Test
	void toolWhenTheJvmHasVirtualThreadsThenRunsOnOneAndElseOnADaemon() {
		Thread thread = threadOfATool(this.model.loop());

		assertThat(thread.getName()).startsWith("inferencekey-tool-");
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread.getClass().getSimpleName().equals("VirtualThread"))
			.isEqualTo(Runtime.version().feature() >= 21);
	}

	@Test
	void toolWhenTheLoopHasAnExecutorThenRunsThere() {
		Executor executor = (task) -> new Thread(task, "mine").start();

		assertThat(threadOfATool(this.model.loop().executor(executor)).getName()).isEqualTo("mine");
	}

	@Test
	void loopWhenNoThreadIsLeftThenTheOtherToolsAreInterrupted() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		Executor few = (task) -> {
			if (started.getCount() == 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			started.countDown();
			new Thread(task).start();
			assertThatNoException().isThrownBy(this.running::await);
		};
		ScriptedModel model = new ScriptedModel(calls(call("1", "hang"), call("2", "hang")));
		assertThatExceptionOfType(OutOfMemoryError.class)
			.isThrownBy(() -> model.loop().executor(few).run(request(this.hanging)));
		assertThat(this.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void loopWhenItsExecutorRefusesThenFails() {
		Executor full = (task) -> {
			throw new RejectedExecutionException("full");
		};

		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.model.loop().executor(full).run(request(this.hanging)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 16 })
	void loopWhenItsExecutorRunsTasksAtOnceThenCallsAreNotNested(int maxParallel) {
		ToolCall[] calls = IntStream.range(0, 5000).mapToObj((i) -> call("call_" + i, "run")).toArray(ToolCall[]::new);
		List<String> ran = new ArrayList<>();
		ScriptedModel many = new ScriptedModel(calls(calls), TextResult.of("Done"));

		many.loop()
			.executor(Runnable::run)
			.maxParallel(maxParallel)
			.run(request(Tool.of("run", "Runs", "{}", (call) -> ran.add(call.id()))));

		assertThat(ran).hasSize(5000).startsWith("call_0", "call_1").endsWith("call_4999");
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void loopWhenItsExecutorRunsTasksLaterOnTheSameThreadThenAllRun() throws Exception {
		ScheduledExecutorService one = Executors.newSingleThreadScheduledExecutor();
		List<String> ran = new CopyOnWriteArrayList<>();
		ScriptedModel many = new ScriptedModel(calls(call("a", "run"), call("b", "run"), call("c", "run")),
				TextResult.of("Done"));
		try {
			one.submit(() -> many.loop()
				.executor(one)
				.maxParallel(1)
				.runReactive(request(Tool.of("run", "Runs", "{}", (call) -> ran.add(call.id()))))
				.toFuture()).get().get(20, TimeUnit.SECONDS);
		}
		finally {
			one.shutdownNow();
		}
		assertThat(ran).containsExactly("a", "b", "c");
	}

}
