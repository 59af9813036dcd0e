package dev.inferencekey.exchange;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.inferencekey.operation.Json;
import dev.inferencekey.operation.Operation;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of network buffers.
 */
class FrameFluxTests {

	@Test
	void framesWhenBuffersFollowTheEndThenAllAreReleased() {
		NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
		List<NettyDataBuffer> buffers = new ArrayList<>();
		for (String text : List.of("data: {}\n\ndata: [DONE]\n\n", "\n", "\n", "\n")) {
			NettyDataBuffer buffer = factory.allocateBuffer(64);
			buffer.write(text.getBytes(StandardCharsets.UTF_8));
			buffers.add(buffer);
		}
		Operation<String, String> operation = Operation.<String, String>named("test", "/test")
			.reader((request, head, json) -> (bytes, from, to) -> "frame")
			.build();
		Attempt<String, String> attempt = Attempt.of(operation, "", new TestTarget(URI.create("http://localhost")),
				new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1)));
		Json json = new Json(JsonMapper.shared());
		StreamFailures failures = new StreamFailures(attempt, TestTarget.head(), new StatusFailures(Clock.systemUTC()),
				json);
		try (CallTimer timer = new CallTimer(Runnable::run)) {
			assertThat(new FrameFlux<>(Flux.fromIterable(buffers), new SseDecoder(true),
					operation.read("", TestTarget.head().forReader(), json), failures, timer, StreamListener.NONE)
				.collectList()
				.block()).containsExactly("frame");
		}
		assertThat(buffers).allMatch((buffer) -> buffer.getNativeBuffer().refCnt() == 0);
	}

}
