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

package dev.inferencekey.transport;

import java.util.concurrent.Executor;
import java.util.function.Function;

import dev.inferencekey.exchange.CallTimer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The calls of a workload: one for each subscriber.
 *
 * @param <R> the type of the answer or piece
 */
final class CallFlux<R> extends Flux<R> {

	private final Executor executor;

	private final CallTimer timer;

	private final Function<Context, CallCourse<R>> courses;

	/**
	 * Create an instance.
	 * @param executor continues calls after waits
	 * @param timer ends calls whose time is over
	 * @param courses starts the course of a call in the context of its caller
	 */
	CallFlux(Executor executor, CallTimer timer, Function<Context, CallCourse<R>> courses) {
		this.executor = executor;
		this.timer = timer;
		this.courses = courses;
	}

	@Override
	public void subscribe(CoreSubscriber<? super R> actual) {
		CallCourse<R> course;
		try {
			course = this.courses.apply(actual.currentContext());
		}
		catch (Throwable ex) {
			Operators.error(actual, ex);
			return;
		}
		new RunningCall<>(actual, course, this.executor, this.timer).begin();
	}

}
