package dev.inferencekey.samples.supportdesk;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;

import dev.inferencekey.Endpoint;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Answers a question from the handbook.
 */
@Component
class SupportDesk {

	private static final String INSTRUCTIONS = """
			You answer customers of acme. Use only the passages of the handbook below, and say so when they do not \
			answer the question. Answer in the language of the question.

			""";

	private final Endpoint supportBot;

	private final Retrieval retrieval;

	private final SupportDeskProperties properties;

	SupportDesk(Endpoint supportBot, Retrieval retrieval, SupportDeskProperties properties) {
		this.supportBot = supportBot;
		this.retrieval = retrieval;
		this.properties = properties;
	}

	/**
	 * Answer, piece by piece. When the reader throws or this thread is interrupted, the
	 * reader has gone; then the workload stops too.
	 */
	void answer(String question, Reader reader) throws IOException {
		long start = System.nanoTime();
		Retrieval.Found found = this.retrieval.find(question);
		reader.sources(found);
		String passages = found.sources()
			.stream()
			.map((source) -> source.passage().markdown())
			.collect(Collectors.joining("\n"));
		try (TextStream stream = this.supportBot
			.generateTextStream((request) -> request.system(INSTRUCTIONS + passages).user(question))) {
			for (TextChunk chunk : stream) {
				if (!chunk.text().isEmpty()) {
					reader.text(chunk.text());
				}
			}
			reader.done(cost(stream.result(), Duration.ofNanos(System.nanoTime() - start)));
		}
	}

	private Cost cost(TextResult result, Duration time) {
		Usage usage = result.usage();
		SupportDeskProperties.Price price = this.properties.price();
		String money = (price != null && usage != null) ? price.of(usage.inputTokens(), usage.outputTokens()) : null;
		return new Cost(result.model(), result.finishReason(), (usage != null) ? usage.inputTokens() : null,
				(usage != null) ? usage.outputTokens() : null, money, time.toMillis());
	}

	/**
	 * Takes an answer as it comes.
	 */
	interface Reader {

		void sources(Retrieval.Found found) throws IOException;

		void text(String text) throws IOException;

		void done(Cost cost) throws IOException;

	}

	/**
	 * What an answer cost.
	 *
	 * @param model the model that wrote it
	 * @param finishReason why it ends
	 * @param inputTokens tokens of the request
	 * @param outputTokens tokens of the answer
	 * @param money the price, when one is configured
	 * @param millis the whole time in milliseconds
	 */
	record Cost(@Nullable String model, @Nullable String finishReason, @Nullable Integer inputTokens,
			@Nullable Integer outputTokens, @Nullable String money, long millis) {
	}

}
