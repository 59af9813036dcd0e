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

package dev.inferencekey.embedding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.InferenceKeyException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one request, out of a call that may have more. Immutable.
 */
public final class EmbedBatch {

	private static final int CONTENT_TOO_LARGE = 413;

	// As vLLM, TEI, llama.cpp, LiteLLM, OpenAI and Azure put it.
	private static final Pattern TOO_LARGE = Pattern.compile(
			"batch.?size|too (large|long|many)|max(imum)?\\b.*\\b(inputs|items|texts|length)|above_max_length|tokens.per.request",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern ABOUT_TOKENS = Pattern.compile("tokens|token.limit|context.length",
			Pattern.CASE_INSENSITIVE);

	private final EmbedRequest request;

	private final boolean part;

	private EmbedBatch(EmbedRequest request, boolean part) {
		this.request = request;
		this.part = part;
	}

	/**
	 * All texts of a call.
	 * @param request the request of the caller
	 * @return the batch
	 */
	public static EmbedBatch whole(EmbedRequest request) {
		return new EmbedBatch(request, false);
	}

	/**
	 * A part of a call whose other texts are not known.
	 * @param input the texts
	 * @param firstIndex the index of the first one in the call
	 * @return the batch
	 */
	public static EmbedBatch part(List<String> input, long firstIndex) {
		return new EmbedBatch(EmbedRequest.of(input).withInput(input, firstIndex), true);
	}

	/**
	 * The number of texts.
	 * @return the number
	 */
	public int size() {
		return this.request.input().size();
	}

	/**
	 * The request to send.
	 * @param remaining how long the call may still take, {@code null} for what is
	 * configured
	 * @return the request of the caller with the texts of this batch
	 */
	public EmbedRequest request(@Nullable Duration remaining) {
		return this.part ? this.request.withTimeout(remaining) : this.request;
	}

	/**
	 * Divide this batch.
	 * @param size the most texts in a part
	 * @return the parts in the order of the texts
	 */
	public List<EmbedBatch> split(int size) {
		List<String> input = this.request.input();
		List<EmbedBatch> parts = new ArrayList<>();
		for (int from = 0; from < input.size(); from += size) {
			List<String> texts = input.subList(from, from + Math.min(input.size() - from, size));
			parts.add(new EmbedBatch(this.request.withInput(texts, this.request.firstIndex() + from), true));
		}
		return parts;
	}

	/**
	 * Say in a failure which texts of the call it is about. A call of one request needs
	 * no such word.
	 * @param failure how the request of this batch failed
	 */
	public void locate(Throwable failure) {
		if (this.part && failure instanceof InferenceKeyException known) {
			long first = this.request.firstIndex();
			known.concerns((size() == 1) ? "input " + first : "inputs " + first + " to " + (first + size() - 1));
		}
	}

	/**
	 * Whether fewer texts in a request may help.
	 * @param failure how a request failed
	 * @return {@code true} if the server says that the request is too large
	 */
	public static boolean isTooLarge(Throwable failure) {
		if (failure instanceof ValidationException refused && refused.status() > 0) {
			return TOO_LARGE.matcher(refused.code() + " " + refused.getMessage()).find();
		}
		return failure instanceof ApiException api && api.status() == CONTENT_TOO_LARGE;
	}

	/**
	 * Whether a request was too large because of its tokens rather than the number of its
	 * texts. That depends on the texts, so it does not limit later requests.
	 * @param failure how the request failed
	 * @return {@code true} if the message is about tokens
	 */
	public static boolean isAboutTokens(Throwable failure) {
		return ABOUT_TOKENS.matcher(String.valueOf(failure.getMessage())).find();
	}

	/**
	 * Put the results of parts together.
	 * @param results at least one, in the order of the parts
	 * @return all vectors, the model of the first part and the sum of the tokens, which
	 * is unknown if that of a part is
	 */
	public static EmbedResult join(List<EmbedResult> results) {
		EmbedResult first = results.get(0);
		if (results.size() == 1) {
			return first;
		}
		List<float[]> vectors = new ArrayList<>();
		Usage usage = Usage.of(0, 0);
		for (EmbedResult result : results) {
			vectors.addAll(result.embeddings());
			Usage more = result.usage();
			usage = (usage != null && more != null) ? usage.plus(more) : null;
		}
		return new EmbedResult(vectors, first.model(), usage, first.isBase64());
	}

}
