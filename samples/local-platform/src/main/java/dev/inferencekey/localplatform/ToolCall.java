package dev.inferencekey.localplatform;

/**
 * A call of a tool.
 *
 * @param id what the tool's result refers to
 * @param name the tool
 * @param arguments JSON text
 */
record ToolCall(String id, String name, String arguments) {

}
