package dev.inferencekey.exchange;

import java.time.Duration;

/**
 * How long the bytes of one attempt may take.
 *
 * @param firstChunk from sending a request to the first byte of a streamed answer's body
 * @param idle the longest gap in an answer that has begun
 */
public record Limits(Duration firstChunk, Duration idle) {
}
