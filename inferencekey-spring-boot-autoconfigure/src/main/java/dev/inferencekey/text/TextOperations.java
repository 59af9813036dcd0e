package dev.inferencekey.text;

import java.util.Set;

import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Text generation on the wire: {@code /chat/completions}, whole and streamed.
 */
public final class TextOperations {

	/**
	 * One answer, when it is complete.
	 */
	public static final Operation<TextRequest, TextResult> GENERATE = new Operation<>("chat", "/v1/chat/completions",
			RequestBody.JSON, TextOperations::problem, new TextEncoder(false),
			(request, json) -> new CompletionReader(json));

	/**
	 * The answer in chunks, as it is generated.
	 */
	public static final Operation<TextRequest, TextChunk> STREAM = new Operation<>("chat", "/v1/chat/completions",
			"text/event-stream", TextOperations::problem, new TextEncoder(true),
			(request, json) -> new ChunkReader(json));

	// What the client writes itself; setting it as an extra field would write it twice.
	private static final Set<String> OWN_FIELDS = Set.of("model", "messages", "prompt", "stream");

	private TextOperations() {
	}

	private static @Nullable String problem(TextRequest request) {
		String prompt = request.prompt();
		if (prompt != null && !request.messages().isEmpty()) {
			return "the request has both a prompt and messages; set exactly one of them";
		}
		if (prompt == null && request.messages().isEmpty()) {
			return "the request has neither a prompt nor messages; set exactly one of them";
		}
		if (prompt != null && prompt.isBlank()) {
			return "the prompt is blank";
		}
		for (int i = 0; i < request.messages().size(); i++) {
			ChatMessage message = request.messages().get(i);
			if (message.role().isBlank()) {
				return "the role of messages[" + i + "] is blank";
			}
			if (message.content().isBlank()) {
				return "the content of messages[" + i + "] (" + message.role() + ") is blank";
			}
		}
		for (String name : request.parameters().keySet()) {
			if (OWN_FIELDS.contains(name)) {
				return "the field \"" + name + "\" cannot be set as an extra field; it has a way of its own";
			}
		}
		return null;
	}

}
