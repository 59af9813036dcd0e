package dev.inferencekey.operation;

import org.jspecify.annotations.Nullable;

/**
 * What a reader is told of an answer before its body.
 *
 * @param status the HTTP status, from 200 to 299
 * @param contentType the media type without parameters, such as {@code audio/mpeg};
 * {@code null} when the server sent none, or one that is not valid
 */
public record ResponseHead(int status, @Nullable String contentType) {
}
