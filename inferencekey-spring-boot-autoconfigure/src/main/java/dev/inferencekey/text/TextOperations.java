package dev.inferencekey.text;

import java.util.Set;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Text generation on the wire: {@code /chat/completions}, whole and streamed.
 */
public final class TextOperations {

	/**
	 * One answer, when it is complete.
	 */
	public static final Operation<TextRequest, TextResult> GENERATE = new Operation<>("chat", "/v1/chat/completions",
			RequestBody.JSON, TextOperations::problem, (request, model, json) -> encode(request, false, model, json),
			(request, json) -> new CompletionReader(json));

	/**
	 * The answer in chunks, as it is generated.
	 */
	public static final Operation<TextRequest, TextChunk> STREAM = new Operation<>("chat", "/v1/chat/completions",
			"text/event-stream", TextOperations::problem, (request, model, json) -> encode(request, true, model, json),
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

	private static RequestBody encode(TextRequest request, boolean stream, String model, Json json) {
		return RequestBody.json(json, model, (generator) -> write(request, stream, generator));
	}

	private static void write(TextRequest request, boolean stream, JsonGenerator json) {
		json.writeName("messages");
		json.writeStartArray();
		String prompt = request.prompt();
		if (prompt != null) {
			writeMessage("user", prompt, json);
		}
		for (ChatMessage message : request.messages()) {
			writeMessage(message.role(), message.content(), json);
		}
		json.writeEndArray();
		json.writeBooleanProperty("stream", stream);
		request.parameters().forEach(json::writePOJOProperty);
	}

	private static void writeMessage(String role, String content, JsonGenerator json) {
		json.writeStartObject();
		json.writeStringProperty("role", role);
		json.writeStringProperty("content", content);
		json.writeEndObject();
	}

}
