package dev.inferencekey;

import dev.inferencekey.text.TextAccumulator;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;

/**
 * Text on its way to a blocking reader.
 */
final class BlockingTextStream extends BlockingStream<TextChunk, TextResult> implements TextStream {

	BlockingTextStream(String workload, TextAccumulator accumulator) {
		super(workload, accumulator::result);
	}

}
