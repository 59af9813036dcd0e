package dev.inferencekey.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How vectors are requested.
 */
public class EmbeddingProperties {

	/**
	 * Encoding of vectors to ask for (encoding_format). By default base64 is tried, and
	 * numbers where it does not work.
	 */
	private @Nullable EncodingFormat encodingFormat;

	public @Nullable EncodingFormat getEncodingFormat() {
		return this.encodingFormat;
	}

	public void setEncodingFormat(@Nullable EncodingFormat encodingFormat) {
		this.encodingFormat = encodingFormat;
	}

}
