package dev.inferencekey.localplatform;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A chat completion request. Sampling parameters are checked and then dropped, since the
 * model does not sample; fields that it does not know have no effect.
 */
record ChatRequest(List<Message> messages, boolean stream, boolean includeUsage, int maxTokens, List<String> stop) {

	private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

	private static final int MAX_STOPS = 4;

	static ChatRequest read(RequestBody body) {
		body.text("model");
		List<Message> messages = messages(body);
		body.checkNumber("temperature", 0, 2);
		body.checkNumber("top_p", 0, 1);
		body.checkNumber("presence_penalty", -2, 2);
		body.checkNumber("frequency_penalty", -2, 2);
		Integer choices = body.integer("n", 1, Integer.MAX_VALUE);
		if (choices != null && choices > 1) {
			throw RequestFailure.invalid("n", "the model gives one answer, so 'n' must be 1");
		}
		boolean stream = body.flag("stream");
		return new ChatRequest(messages, stream, includeUsage(body, stream), maxTokens(body), stop(body));
	}

	/**
	 * The passages that the system message brings, each below a {@code ##} heading.
	 */
	List<Passage> passages() {
		return this.messages.stream()
			.filter((message) -> message.role().equals("system") || message.role().equals("developer"))
			.flatMap((message) -> Passage.parse(message.text()).stream())
			.toList();
	}

	/**
	 * The last turn of the user, which is what the model answers.
	 */
	String question() {
		for (int i = this.messages.size() - 1; i >= 0; i--) {
			if (this.messages.get(i).role().equals("user")) {
				return this.messages.get(i).text();
			}
		}
		throw RequestFailure.invalid("messages", "'messages' must have a message with the role user");
	}

	private static List<Message> messages(RequestBody body) {
		List<Message> messages = new ArrayList<>();
		for (RequestBody message : body.objects("messages")) {
			String role = message.text("role");
			if (!ROLES.contains(role)) {
				throw RequestFailure.invalid(message.param("role"), "'" + message.param("role") + "' is no known role");
			}
			messages.add(new Message(role, content(message, role)));
		}
		return messages;
	}

	private static String content(RequestBody message, String role) {
		JsonNode content = message.get("content");
		if (content == null && role.equals("assistant") && message.get("tool_calls") != null) {
			return "";
		}
		if (content == null || !content.isArray()) {
			return message.text("content");
		}
		List<String> texts = new ArrayList<>();
		for (RequestBody part : message.objects("content")) {
			if (!part.text("type").equals("text")) {
				throw RequestFailure.invalid(part.param("type"), "the model reads parts of the type text only");
			}
			texts.add(part.text("text"));
		}
		return String.join("\n", texts);
	}

	private static boolean includeUsage(RequestBody body, boolean stream) {
		RequestBody options = body.object("stream_options");
		if (options == null) {
			return false;
		}
		if (!stream) {
			throw RequestFailure.invalid("stream_options", "'stream_options' is allowed only when 'stream' is true");
		}
		return options.flag("include_usage");
	}

	private static int maxTokens(RequestBody body) {
		Integer maxTokens = body.integer("max_tokens", 1, Integer.MAX_VALUE);
		Integer maxCompletionTokens = body.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
		return firstOf(maxCompletionTokens, maxTokens);
	}

	private static int firstOf(@Nullable Integer preferred, @Nullable Integer other) {
		if (preferred != null) {
			return preferred;
		}
		return (other != null) ? other : Integer.MAX_VALUE;
	}

	private static List<String> stop(RequestBody body) {
		JsonNode stop = body.get("stop");
		if (stop == null || (stop.isArray() && stop.isEmpty())) {
			return List.of();
		}
		// A line break is a common stop sequence, so blank is fine here, empty is not.
		List<String> sequences = new ArrayList<>();
		for (JsonNode sequence : stop.isArray() ? stop.values() : List.of(stop)) {
			if (!sequence.isString() || sequence.stringValue().isEmpty()) {
				throw RequestFailure.invalid("stop", "'stop' must be a string or an array of strings, none empty");
			}
			sequences.add(sequence.stringValue());
		}
		if (sequences.size() > MAX_STOPS) {
			throw RequestFailure.invalid("stop", "'stop' may have " + MAX_STOPS + " elements");
		}
		return sequences;
	}

	/**
	 * One turn of the conversation.
	 */
	record Message(String role, String text) {

	}

}
