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
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import dev.inferencekey.error.InferenceKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how strictly a server can be asked for JSON: by a schema, for any JSON
 * object, or in words only. What it answered to is remembered for each schema, and so is
 * that it ignores one. Once a few schemas were refused and none was accepted, those that
 * were never sent begin with the looser way, too. Everything is forgotten after an hour,
 * since servers change. Thread-safe.
 */
final class ObjectNegotiation {

	// How engines and gateways name what they refuse, or say nothing.
	private static final Pattern ABOUT_FORMAT = Pattern.compile(
			" answered [45].*(response.?format|schema|grammar|json|structured|guided|: (no further message|\\{\\})\\.)",
			Pattern.CASE_INSENSITIVE);

	// As llama-cpp-python refuses a format; what says less is an outage.
	private static final Pattern FAILS_AT_FORMAT = Pattern
		.compile(" answered 500.*(response.?format|json.?schema|grammar)", Pattern.CASE_INSENSITIVE);

	// One type may be refused for its own sake, as an object and as an element of a list.
	private static final int ENOUGH_REFUSALS = 3;

	private static final long MEMORY_NANOS = Duration.ofHours(1).toNanos();

	private static final int MAX_SCHEMAS = 256;

	private final LongSupplier clock;

	private volatile Memory memory;

	ObjectNegotiation() {
		this(System::nanoTime);
	}

	/**
	 * Create an instance.
	 * @param clock tells the time in nanoseconds
	 */
	ObjectNegotiation(LongSupplier clock) {
		this.clock = clock;
		this.memory = new Memory(clock.getAsLong());
	}

	/**
	 * Begin a call.
	 * @param request the request of the caller
	 * @param format the schema that the answer should follow
	 * @return what to ask for in this call
	 */
	OfCall ofCall(TextRequest request, ResponseFormat format) {
		long now = this.clock.getAsLong();
		if (this.memory.isOver(now)) {
			this.memory = new Memory(now);
		}
		return new OfCall(this.memory, request, format);
	}

	/**
	 * What a server answered to lately.
	 */
	private static final class Memory {

		private final Map<ResponseFormat, ObjectMode> answered = new ConcurrentHashMap<>();

		private final Set<ResponseFormat> ignored = ConcurrentHashMap.newKeySet();

		private final long since;

		private Memory(long since) {
			this.since = since;
		}

		private boolean isOver(long now) {
			return now - this.since > MEMORY_NANOS || this.answered.size() >= MAX_SCHEMAS
					|| this.ignored.size() >= MAX_SCHEMAS;
		}

		private ObjectMode mode(ResponseFormat format) {
			ObjectMode known = this.answered.get(format);
			if (known != null) {
				return known;
			}
			if (this.ignored.contains(format)) {
				return ObjectMode.JSON_OBJECT;
			}
			return (this.answered.size() < ENOUGH_REFUSALS) ? ObjectMode.SCHEMA
					: this.answered.values().stream().min(Comparator.naturalOrder()).orElse(ObjectMode.SCHEMA);
		}

		// Whether a refusal of this must be about something else, or pass.
		private boolean isProven(ResponseFormat format, ObjectMode mode) {
			return this.answered.get(format) == mode;
		}

		private void answered(ResponseFormat format, ObjectMode mode) {
			if (mode != ObjectMode.SCHEMA || !this.ignored.contains(format)) {
				this.answered.putIfAbsent(format, mode);
			}
		}

		private void ignored(ResponseFormat format) {
			this.ignored.add(format);
			this.answered.remove(format, ObjectMode.SCHEMA);
		}

	}

	/**
	 * What one call asks for.
	 */
	static final class OfCall implements ObjectQuestion {

		private final Memory memory;

		private final TextRequest original;

		private final ResponseFormat format;

		private volatile ObjectMode asked;

		private volatile @Nullable Throwable refusal;

		private volatile boolean answered;

		private OfCall(Memory memory, TextRequest original, ResponseFormat format) {
			this.memory = memory;
			this.original = original;
			this.format = format;
			this.asked = memory.mode(format);
		}

		@Override
		public TextRequest request() {
			return this.asked.ask(this.original, this.format);
		}

		@Override
		public @Nullable TextRequest instead(Throwable failure) {
			ObjectMode looser = this.asked.looser();
			if (!isRefusal(failure) || looser == null
					|| (this.memory.isProven(this.format, this.asked) && !isAboutFormat(failure))) {
				return null;
			}
			this.refusal = (this.refusal != null) ? this.refusal : failure;
			this.asked = looser;
			return request();
		}

		@Override
		public void answered() {
			if (this.answered) {
				return;
			}
			this.answered = true;
			Throwable refusal = this.refusal;
			// Otherwise the refusal may be a failure that passes.
			if (refusal == null || isAboutFormat(refusal)) {
				this.memory.answered(this.format, this.asked);
			}
		}

		@Override
		public void ignored() {
			// Besides tools, a model may answer in prose.
			if (this.asked == ObjectMode.SCHEMA && !this.original.parameters().containsKey("tools")) {
				this.memory.ignored(this.format);
			}
		}

		@Override
		public Throwable failure(Throwable last) {
			Throwable first = this.refusal;
			return (first != null && isRefusal(last)) ? first : last;
		}

		private static boolean isRefusal(Throwable failure) {
			return failure instanceof InferenceKeyException refused && (refused.status() == 400
					|| refused.status() == 422 || refused.status() == 501 || (refused.status() == 500
							&& FAILS_AT_FORMAT.matcher(String.valueOf(refused.getMessage())).find()));
		}

		private static boolean isAboutFormat(Throwable refusal) {
			return ABOUT_FORMAT.matcher(String.valueOf(refusal.getMessage())).find();
		}

	}

}
