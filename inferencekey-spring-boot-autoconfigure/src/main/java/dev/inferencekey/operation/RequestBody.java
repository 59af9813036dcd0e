package dev.inferencekey.operation;

import java.util.function.Consumer;

import tools.jackson.core.JsonGenerator;

/**
 * The body of a request, written once for all attempts.
 */
public final class RequestBody {

	/**
	 * The content type of JSON.
	 */
	public static final String JSON = "application/json";

	private final String contentType;

	private final byte[] bytes;

	/**
	 * Create a body.
	 * @param contentType what the bytes are, such as {@code application/json}
	 * @param bytes the bytes; not to be changed any more
	 */
	public RequestBody(String contentType, byte[] bytes) {
		this.contentType = contentType;
		this.bytes = bytes;
	}

	/**
	 * A JSON object that begins with the field {@code model}.
	 * @param json how JSON is written
	 * @param model what the field says
	 * @param fields writes the other fields
	 * @return the body
	 */
	public static RequestBody json(Json json, String model, Consumer<JsonGenerator> fields) {
		return new RequestBody(JSON, json.write((generator) -> {
			generator.writeStringProperty("model", model);
			fields.accept(generator);
		}));
	}

	/**
	 * What the bytes are.
	 * @return the media type
	 */
	public String contentType() {
		return this.contentType;
	}

	/**
	 * The body itself.
	 * @return the bytes; not to be changed
	 */
	public byte[] bytes() {
		return this.bytes;
	}

}
