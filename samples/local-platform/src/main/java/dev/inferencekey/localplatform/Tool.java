package dev.inferencekey.localplatform;

/**
 * A tool that the model may call.
 *
 * @param name the name to call it by
 * @param description what it does, empty when the request does not say
 * @param arguments the schema of its arguments
 */
record Tool(String name, String description, JsonSchema arguments) {

}
