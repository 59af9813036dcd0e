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

import java.util.regex.Pattern;

import dev.inferencekey.error.InferenceKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how strictly a server can be asked for JSON: by a schema, for any JSON
 * object, or in words only. Thread-safe.
 */
final class ObjectNegotiation {

	// How engines and gateways name what they refuse, or say nothing.
	private static final Pattern ABOUT_FORMAT = Pattern.compile(
			" answered [45].*(response.?format|schema|grammar|json|structured|guided|: (no further message|\\{\\})\\.)",
			Pattern.CASE_INSENSITIVE);

	private volatile ObjectMode mode = ObjectMode.SCHEMA;

	// Whether the server answered to the mode, which it would not if it did not know it.
	private volatile boolean settled;

	/**
	 * Begin a call.
	 * @param request the request of the caller
	 * @param format the schema that the answer should follow
	 * @return what to ask for in this call
	 */
	OfCall ofCall(TextRequest request, ResponseFormat format) {
		return new OfCall(request, format);
	}

	/**
	 * What one call asks for.
	 */
	final class OfCall implements ObjectQuestion {

		private final TextRequest original;

		private final ResponseFormat format;

		private volatile ObjectMode asked = ObjectNegotiation.this.mode;

		private volatile @Nullable Throwable refusal;

		private OfCall(TextRequest original, ResponseFormat format) {
			this.original = original;
			this.format = format;
		}

		@Override
		public TextRequest request() {
			return this.asked.ask(this.original, this.format);
		}

		@Override
		public @Nullable TextRequest instead(Throwable failure) {
			ObjectMode looser = this.asked.looser();
			if (!isRefusal(failure) || looser == null || (ObjectNegotiation.this.settled && !isAboutFormat(failure))) {
				return null;
			}
			this.refusal = (this.refusal != null) ? this.refusal : failure;
			this.asked = looser;
			return request();
		}

		@Override
		public void answered() {
			Throwable refusal = this.refusal;
			if (refusal == null) {
				ObjectNegotiation.this.settled = true;
			}
			// Otherwise it may be about one type, or a failure that passes.
			else if (!ObjectNegotiation.this.settled && isAboutFormat(refusal)) {
				ObjectNegotiation.this.mode = this.asked;
			}
		}

		@Override
		public Throwable failure(Throwable last) {
			Throwable first = this.refusal;
			return (first != null && isRefusal(last)) ? first : last;
		}

		private static boolean isRefusal(Throwable failure) {
			return failure instanceof InferenceKeyException refused
					&& (refused.status() == 400 || refused.status() == 422 || refused.status() == 501);
		}

		private static boolean isAboutFormat(Throwable refusal) {
			return ABOUT_FORMAT.matcher(String.valueOf(refusal.getMessage())).find();
		}

	}

}
