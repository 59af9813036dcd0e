/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.exchange;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.ResponseHead;
import dev.inferencekey.samples.benchmarks.Fixtures;
import dev.inferencekey.samples.benchmarks.Work;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextOperations;
import dev.inferencekey.text.TextRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * The decoder alone: bytes in memory to chunks, of which the text is read.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecoderBenchmark {

	private static final int CHUNKS = 1000;

	private static final int READ = 8192;

	private static final TextRequest REQUEST = TextRequest.builder().prompt("Hola").build();

	private static final ResponseHead HEAD = new ResponseHead(200, "text/event-stream");

	/**
	 * The kind of stream.
	 */
	@Param({ "STREAM", "MIXED", "CODE", "CJK", "TIME", "USAGE", "PADDING", "TOOLS" })
	public Work work;

	private final Json json = new Json(JsonMapper.shared());

	private final List<byte[]> reads = new ArrayList<>();

	/**
	 * Split a stream as a socket does.
	 */
	@Setup
	public void split() {
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		Fixtures.frames(this.work).subList(0, CHUNKS).forEach(stream::writeBytes);
		byte[] bytes = stream.toByteArray();
		for (int from = 0; from < bytes.length; from += READ) {
			this.reads.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + READ)));
		}
	}

	/**
	 * Decode a stream.
	 * @return the length of its text
	 */
	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public int chunk() {
		SseDecoder decoder = new SseDecoder(true, SpareBytes.ofStreams());
		Operation.Reader<TextChunk> reader = TextOperations.DEFAULTS.stream().read(REQUEST, HEAD, this.json);
		int length = 0;
		int chunks = 0;
		for (byte[] read : this.reads) {
			DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(read);
			decoder.append(buffer);
			Operation.Recogniser<TextChunk> recogniser = reader.recogniser();
			while (decoder.next(recogniser)) {
				TextChunk chunk = (recogniser != null && decoder.isRecognised())
						? recogniser.read(decoder.array(), decoder.from(), decoder.to())
						: reader.read(decoder.array(), decoder.from(), decoder.to());
				while (chunk != null) {
					length += chunk.text().length();
					chunks++;
					chunk = reader.further();
				}
				recogniser = reader.recogniser();
			}
		}
		if (chunks != CHUNKS) {
			throw new IllegalStateException("decoded " + chunks);
		}
		return length;
	}

}
