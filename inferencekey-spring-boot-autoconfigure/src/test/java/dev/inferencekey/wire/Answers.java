package dev.inferencekey.wire;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Bodies of answers, as short as the protocol allows.
 */
public final class Answers {

	/**
	 * A whole answer with the text {@code ok}.
	 */
	public static final String OK = text("ok");

	/**
	 * The event that carries the finish reason.
	 */
	public static final String STOP = event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");

	/**
	 * The event after the last.
	 */
	public static final String DONE = "data: [DONE]\n\n";

	private Answers() {
	}

	/**
	 * A whole answer.
	 * @param content as it stands between the quotes of a JSON string
	 */
	public static String text(String content) {
		return "{\"choices\":[{\"message\":{\"content\":\"" + content + "\"}}]}";
	}

	/**
	 * One event of a stream.
	 * @param data its JSON
	 */
	public static String event(String data) {
		return "data: " + data + "\n\n";
	}

	/**
	 * The event of a chunk with text.
	 * @param content as it stands between the quotes of a JSON string
	 */
	public static String delta(String content) {
		return event("{\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}]}");
	}

	/**
	 * The event of a chunk with text and the finish reason {@code stop}.
	 * @param content as it stands between the quotes of a JSON string
	 */
	public static String lastDelta(String content) {
		return event("{\"choices\":[{\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":\"stop\"}]}");
	}

	/**
	 * A whole stream.
	 * @param contents the texts of its chunks
	 */
	public static String stream(String... contents) {
		return Arrays.stream(contents).map(Answers::delta).collect(Collectors.joining("", "", STOP + DONE));
	}

}
