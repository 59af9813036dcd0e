package dev.inferencekey.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.inferencekey.DataClient;
import dev.inferencekey.Endpoint;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.RateLimitException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.text.TextChunk;
import dev.inferencekey.text.TextResult;
import dev.inferencekey.text.TextStream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Streams through a raw socket: the grammar of server-sent events and every way in which
 * a stream can break.
 */
class StreamWireTests {

	private static final String ROLE = "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"},\"finish_reason\":null}]}";

	private static final String STOP = "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

	private final WireServer server = new WireServer();

	private static String delta(String text) {
		return "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
				+ "\"},\"finish_reason\":null}]}";
	}

	private static String event(String data) {
		return "data: " + data + "\n\n";
	}

	private static final String PLAIN = event(ROLE) + event(delta("Puedes ")) + event(delta("cancelar "))
			+ event(delta("ñ€😀")) + event(delta("\\n\\\"x\\\"")) + event(delta("")) + event(delta("fin")) + event(STOP)
			+ "data: [DONE]\n\n";

	private static final List<String> TEXTS = List.of("", "Puedes ", "cancelar ", "ñ€😀", "\n\"x\"", "", "fin", "");

	@AfterEach
	void close() {
		this.server.close();
	}

	static Stream<String> spellings() {
		String multiLine = PLAIN.replace("\"choices\":[{\"index\":0,\"delta\":{\"content\":\"fin",
				"\ndata: \"choices\":[{\ndata:\"index\":0,\"delta\":{\"content\":\"fin");
		return Stream.of(PLAIN, PLAIN.replace("\n", "\r\n"), PLAIN.replace("\n", "\r"), "\uFEFF" + PLAIN,
				": keep-alive\n\n" + PLAIN.replace("data: {", ":\nid: 7\nretry: 3\nevent: message\ndata: {"),
				PLAIN.replace("data: ", "data:"), multiLine, PLAIN.substring(0, PLAIN.length() - 1),
				PLAIN.substring(0, PLAIN.length() - 2), PLAIN.replace("data: [DONE]\n\n", ""),
				PLAIN.replace("\n\ndata: [DONE]\n\n", ""), "event: ping\n\n" + PLAIN + "data: ignored\n\n");
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void streamWhenSplitAtEveryByteThenSameChunks(String events) {
		byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
		this.server.then((exchange) -> {
			int split = Integer.parseInt(exchange.request().headers().get("x-split"));
			exchange.head();
			exchange.chunk(Arrays.copyOfRange(bytes, 0, split));
			exchange.chunk(Arrays.copyOfRange(bytes, split, bytes.length));
			exchange.end();
		});
		int[] split = { 0 };
		Endpoint endpoint = DataClient.builder()
			.baseUrl(this.server.baseUrl())
			.project("acme")
			.apiKey(WireServer.KEY)
			.webClientBuilder(WebClient.builder()
				.filter((request, next) -> next
					.exchange(ClientRequest.from(request).header("x-split", String.valueOf(split[0])).build())))
			.build()
			.endpoint("support-bot");
		for (split[0] = 0; split[0] <= bytes.length; split[0]++) {
			List<TextChunk> chunks = read(endpoint);
			assertThat(chunks).as("split at " + split[0]).extracting(TextChunk::text).isEqualTo(TEXTS);
			assertThat(chunks.get(7).finishReason()).isEqualTo("stop");
			assertThat(chunks.get(6).raw().at("/choices/0/delta/content").asString()).isEqualTo("fin");
			assertThat(chunks.get(3).raw().at("/choices/0/delta/content").asString()).isEqualTo("ñ€😀");
			assertThat(chunks.get(1).raw().at("/id").asString()).isEqualTo("c1");
		}
	}

	@ParameterizedTest
	@MethodSource("spellings")
	void streamWhenByteByByteThenSameChunks(String events) {
		byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
		this.server.then((exchange) -> {
			exchange.head();
			for (byte b : bytes) {
				exchange.chunk(new byte[] { b });
			}
			exchange.end();
		});
		assertThat(read(this.server.endpoint())).extracting(TextChunk::text).isEqualTo(TEXTS);
	}

	private static List<TextChunk> read(Endpoint endpoint) {
		try (TextStream stream = endpoint.generateTextStream("Hola")) {
			return stream.stream().toList();
		}
	}

	@Test
	void streamWhenNothingIsSaidThenUsageIsAskedForUnlessSwitchedOffOrSetOtherwise() {
		this.server.thenEvents(PLAIN)
			.thenEvents(PLAIN)
			.thenEvents(PLAIN)
			.thenJson(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}");
		Endpoint endpoint = this.server.endpoint();
		endpoint.generateTextStream("Hola").result();
		endpoint.generateTextStream((request) -> request.prompt("Hola").streamUsage(false)).result();
		endpoint
			.generateTextStream(
					(request) -> request.prompt("Hola").extra("stream_options", Map.of("include_usage", false)))
			.result();
		endpoint.generateText("Hola");
		assertThat(this.server.requests()).extracting((request) -> request.body().contains("\"include_usage\":true"))
			.containsExactly(true, false, false, false);
		assertThat(this.server.requests()).extracting((request) -> request.body().contains("stream_options"))
			.containsExactly(true, false, true, false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: [DONE]\n\n", "" })
	void streamWhenTheLastChunkWaitsForItsUsageThenDemandIsStillObeyed(String end) {
		this.server.thenEvents(event(delta("a")) + event(STOP) + end);
		StepVerifier.create(this.server.endpoint().reactive().generateTextStream("Hola"), 1)
			.assertNext((chunk) -> assertThat(chunk.text()).isEqualTo("a"))
			.expectNoEvent(Duration.ofMillis(200))
			.thenRequest(1)
			.assertNext((chunk) -> assertThat(chunk.finishReason()).isEqualTo("stop"))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void streamWhenUsageChunkThenNotPassedOnAsAnEmptyText() {
		this.server.thenEvents(event(delta("a")) + event(STOP)
				+ event("{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}")
				+ "data: [DONE]\n\n");
		List<TextChunk> chunks = read(this.server.endpoint());
		assertThat(chunks).extracting(TextChunk::text).containsExactly("a", "");
		assertThat(chunks.get(1).finishReason()).isEqualTo("stop");
		assertThat(chunks.get(1).usage()).isEqualTo(Usage.of(3, 4).withTotalTokens(7));
	}

	@Test
	void streamWhenUsageChunkThenNoErrorAndUsageInResult() {
		this.server.thenEvents(event(delta("a")) + event(STOP)
				+ event("{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}")
				+ "data: [DONE]\n\n");
		TextResult result = this.server.endpoint().generateTextStream("Hola").result();
		assertThat(result.text()).isEqualTo("a");
		assertThat(result.usage()).isEqualTo(Usage.of(3, 4).withTotalTokens(7));
		assertThat(result.finishReason()).isEqualTo("stop");
		assertThat(result.model()).isEqualTo("m");
		assertThat(result.raw().at("/choices/0/message/content").asString()).isEqualTo("a");
	}

	@Test
	void resultWhenPartlyReadThenStillWhole() {
		this.server.thenEvents(PLAIN);
		TextStream stream = this.server.endpoint().generateTextStream("Hola");
		Iterator<TextChunk> chunks = stream.iterator();
		chunks.next();
		chunks.next();
		assertThat(stream.result().text()).isEqualTo(String.join("", TEXTS));
	}

	@Test
	void streamWhenOtherChoicesThenOnlyTheFirstIsText() {
		this.server
			.thenEvents(event(delta("a")) + event(delta("B").replace("\"index\":0", "\"index\":1")) + event(STOP));
		assertThat(read(this.server.endpoint())).extracting(TextChunk::text).containsExactly("a", "", "");
	}

	@Test
	void streamWhenRefusedThenThrownWhenOpened() {
		this.server.thenJson(429, "{\"error\":{\"code\":\"rate_limited\",\"message\":\"slow down\"}}",
				"retry-after: 7");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
	}

	@Test
	void streamWhenOpenedThenReturnsBeforeTheFirstChunk() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.await(release);
			exchange.chunk(PLAIN);
			exchange.end();
		});
		try (TextStream stream = this.server.endpoint().generateTextStream("Hola")) {
			release.countDown();
			assertThat(stream.result().text()).isEqualTo(String.join("", TEXTS));
		}
	}

	@Test
	void streamWhenCutThenInterruptedWithPartialText() {
		this.server.then((exchange) -> {
			exchange.head("x-request-id: r-1");
			exchange.chunk(event(delta("a")) + event(delta("b")));
			exchange.reset();
		});
		assertBroken("ab").satisfies((ex) -> {
			assertThat(ex.requestId()).isEqualTo("r-1");
			assertThat(ex.status()).isEqualTo(200);
		});
	}

	@Test
	void streamWhenEndedWithoutFinishThenInterrupted() {
		this.server.thenEvents(event(delta("a")) + event(delta("b")));
		assertBroken("ab").withMessageContaining("ended the stream before");
	}

	@Test
	void streamWhenCutInsideTheLastFrameThenInterrupted() {
		this.server.thenEvents(event(delta("a")) + "data: " + delta("b").substring(0, 40));
		assertBroken("a").withMessageContaining("ended the stream before");
	}

	@Test
	void streamWhenConnectionBreaksInAFrameThatLooksWholeThenInterrupted() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(event(delta("a")) + "data: " + delta("b"));
			exchange.reset();
		});
		assertBroken("a");
	}

	@Test
	void streamWhenConnectionBreaksAfterFinishThenComplete() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(event(delta("a")) + event(STOP));
			exchange.reset();
		});
		assertThat(read(this.server.endpoint())).hasSize(2);
	}

	@Test
	void streamWhenErrorFrameThenInterruptedAfterTheChunksBefore() {
		this.server
			.thenEvents(event(delta("a")) + event("{\"error\":{\"message\":\"out of memory\",\"code\":\"oom\"}}"));
		assertBroken("a").withMessageContaining("out of memory")
			.withMessageContaining("[oom]")
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("oom"));
	}

	@Test
	void streamWhenErrorEventThenInterrupted() {
		this.server.thenEvents(event(delta("a")) + "event: error\ndata: the engine died\n\n");
		assertBroken("a").withMessageContaining("the engine died");
	}

	@Test
	void streamWhenGarbageFrameThenInterrupted() {
		this.server.thenEvents(event(delta("a")) + event("{nonsense"));
		assertBroken("a").withMessageContaining("cannot be read");
	}

	@Test
	void streamWhenInvalidUtf8ThenInterrupted() {
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(event(delta("a")));
			exchange.chunk(event(delta("?")).replace('?', '\u00ff').getBytes(StandardCharsets.ISO_8859_1));
			exchange.end();
		});
		assertBroken("a").withMessageContaining("cannot be read");
	}

	@Test
	void streamWhenFrameWithoutChoicesThenInterrupted() {
		this.server.thenEvents(event(delta("a")) + event("{\"object\":\"surprise\"}"));
		assertBroken("a").withMessageContaining("no choices");
	}

	@Test
	void streamWhenNoEventStreamThenApiException() {
		this.server.thenJson(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"}}]}");
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.generateTextStream("Hola"))
			.withMessageContaining("not an event stream")
			.withMessageContaining("application/json");
	}

	@Test
	void streamWhenEndlessLineThenErrorInBoundedMemory() {
		byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk("data: ");
			try {
				for (int i = 0; i < 1000; i++) {
					exchange.chunk(piece);
				}
			}
			catch (IOException ex) {
				closed.countDown();
				throw ex;
			}
		});
		assertBroken("").withMessageContaining("longer than");
		assertThat(closed).satisfies((latch) -> assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue());
	}

	private ThrowableAssertAlternative<StreamInterruptedException> assertBroken(String partial) {
		Endpoint endpoint = this.server.endpoint();
		List<String> texts = new ArrayList<>();
		return assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> endpoint.generateTextStream("Hola").forEach((chunk) -> texts.add(chunk.text())))
			.withMessageStartingWith("stream interrupted: ")
			.withMessageContaining("support-bot")
			.satisfies((ex) -> {
				assertThat(ex.partialText()).isEqualTo(partial);
				assertThat(String.join("", texts)).isEqualTo(partial);
				assertThat(ex.toString()).doesNotContain(WireServer.SECRET);
			});
	}

	@Test
	void streamWhenDoneThenConnectionIsUsedAgain() {
		this.server.thenEvents(PLAIN);
		Endpoint endpoint = this.server.endpoint();
		for (int i = 0; i < 20; i++) {
			read(endpoint);
		}
		// A call that follows at once may find the connection still on its way back.
		assertThat(this.server.connections()).isLessThanOrEqualTo(2);
	}

	@Test
	void streamWhenDoneButTheResponseStaysOpenThenCompleteAtOnceAndConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(PLAIN);
			exchange.awaitClosed(closed);
		});
		assertThat(read(this.server.endpoint())).hasSize(TEXTS.size());
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenClosedEarlyThenConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(event(delta("a")));
			exchange.awaitClosed(closed);
		});
		TextStream stream = this.server.endpoint().generateTextStream("Hola");
		Iterator<TextChunk> chunks = stream.iterator();
		assertThat(chunks.next().text()).isEqualTo("a");
		stream.close();
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThatIllegalStateException().isThrownBy(chunks::hasNext).withMessageContaining("closed");
	}

	@Test
	void streamWhenReadTwiceThenIllegalState() {
		this.server.thenEvents(PLAIN);
		TextStream stream = this.server.endpoint().generateTextStream("Hola");
		stream.iterator();
		assertThatIllegalStateException().isThrownBy(stream::iterator);
	}

	@Test
	void streamWhenReaderIsInterruptedThenTransportExceptionAndConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		Thread reader = Thread.currentThread();
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(event(delta("a")));
			exchange.awaitClosed(closed);
		});
		TextStream stream = this.server.endpoint().generateTextStream("Hola");
		Iterator<TextChunk> chunks = stream.iterator();
		chunks.next();
		reader.interrupt();
		assertThatExceptionOfType(TransportException.class).isThrownBy(chunks::hasNext)
			.withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void reactiveStreamWhenSlowSubscriberThenOnlyWhatWasAskedFor() {
		this.server.thenEvents(PLAIN);
		StepVerifier.create(this.server.endpoint().reactive().generateTextStream("Hola"), 0)
			.thenRequest(1)
			.expectNextMatches((chunk) -> chunk.text().isEmpty())
			.expectNoEvent(Duration.ofMillis(50))
			.thenRequest(2)
			.expectNextCount(2)
			.thenRequest(5)
			.expectNextCount(5)
			.verifyComplete();
	}

	@Test
	void reactiveStreamWhenCancelledThenConnectionClosed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.then((exchange) -> {
			exchange.head();
			exchange.chunk(event(delta("a")) + event(delta("b")));
			exchange.awaitClosed(closed);
		});
		StepVerifier.create(this.server.endpoint().reactive().generateTextStream("Hola"))
			.expectNextCount(1)
			.thenCancel()
			.verify();
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void streamWhenReaderIsSlowThenServerIsHeldBack() throws Exception {
		CountDownLatch tenMegabytes = new CountDownLatch(1);
		String frames = event(delta("x".repeat(1000))).repeat(64);
		this.server.then((exchange) -> {
			exchange.head();
			for (int i = 0; i < 1000; i++) {
				exchange.chunk(frames);
				if (i == 500) {
					tenMegabytes.countDown();
				}
			}
			exchange.chunk(event(STOP));
			exchange.end();
		});
		try (TextStream stream = this.server.endpoint().generateTextStream("Hola")) {
			Iterator<TextChunk> chunks = stream.iterator();
			chunks.next();
			// 32 MB cannot have been taken while one chunk was read.
			assertThat(tenMegabytes.await(500, TimeUnit.MILLISECONDS)).isFalse();
			int count = 1;
			while (chunks.hasNext()) {
				chunks.next();
				count++;
			}
			assertThat(count).isEqualTo(64_001);
		}
	}

}
