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

package dev.inferencekey;

import java.util.Objects;

import dev.inferencekey.error.FailureOrigin;
import dev.inferencekey.error.UnusableAnswerException;
import dev.inferencekey.text.ObjectCall;
import dev.inferencekey.text.ObjectOperations;
import dev.inferencekey.text.ObjectQuestion;
import dev.inferencekey.text.ObjectResult;
import dev.inferencekey.text.ObjectStream;
import dev.inferencekey.text.TextOperations;
import dev.inferencekey.text.TextRequest;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.transport.Transport;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The calls of an endpoint that are answered with objects.
 */
final class ObjectCalls {

	private final Transport transport;

	private final TextOperations text;

	private final ObjectOperations operations;

	ObjectCalls(Transport transport, TextOperations text, ObjectOperations operations) {
		this.transport = transport;
		this.text = text;
		this.operations = operations;
	}

	<T> Mono<ObjectResult<T>> one(ParameterizedTypeReference<T> type, TextRequest request) {
		return Mono.defer(() -> {
			ObjectCall<T> call = this.operations.call(type, request);
			return ask(call.question()).flatMap((answer) -> {
				ObjectResult<T> result = call.read(answer);
				return (result != null) ? Mono.just(result) : ask(call.repair()).map(call::readRepaired);
			});
		}).onErrorMap(UnusableAnswerException.class, this::withoutKey);
	}

	<T> Flux<T> elements(Class<T> element, TextRequest request) {
		return Flux.defer(() -> {
			ObjectStream<T> stream = this.operations.stream(element, request);
			ObjectQuestion question = stream.question();
			return this.transport
				.stream(this.text.streamInto(stream.accumulator()), question.request(), question::instead)
				.doOnNext((chunk) -> question.answered())
				.onErrorMap(question::failure)
				.concatMapIterable(stream::read, 1)
				.concatWith(Mono.fromRunnable(stream::end));
		}).onErrorMap(UnusableAnswerException.class, this::withoutKey);
	}

	// A server may quote the key that it was sent; so may the cause.
	private UnusableAnswerException withoutKey(UnusableAnswerException failure) {
		String message = Objects.requireNonNull(failure.getMessage());
		String shown = this.transport.hideKey(message);
		return shown.equals(message) ? failure
				: new UnusableAnswerException(shown.replaceFirst("^unusable answer: ", ""), failure.text(),
						FailureOrigin.local(this.transport.workload()));
	}

	private Mono<TextResult> ask(ObjectQuestion question) {
		return this.transport.call(this.text.generate(), question.request(), question::instead)
			.doOnNext((answer) -> question.answered())
			.onErrorMap(question::failure);
	}

}
