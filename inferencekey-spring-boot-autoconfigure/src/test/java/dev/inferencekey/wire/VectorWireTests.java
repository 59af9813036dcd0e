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

package dev.inferencekey.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import dev.inferencekey.Endpoint;
import dev.inferencekey.embedding.EmbedRequest;
import dev.inferencekey.embedding.EmbedResult;
import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.operation.Usage;
import dev.inferencekey.rerank.RerankItem;
import dev.inferencekey.rerank.RerankRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Embeddings and rerank through a raw socket: what is sent, and what becomes of the
 * answers.
 */
class VectorWireTests {

	private static final String NUMBERS = "{\"data\":[{\"index\":0,\"embedding\":[1]}]}";

	private static final String BASE64 = "{\"data\":[{\"index\":0,\"embedding\":\"AACAPw==\"}]}";

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private void assertSent(String path, String body) throws Exception {
		WireServer.Request request = this.server.requests().get(this.server.requests().size() - 1);
		assertThat(request.line()).isEqualTo("POST " + path + " HTTP/1.1");
		assertThat(request.headers()).containsEntry("content-type", "application/json");
		JSONAssert.assertEquals(body, request.body(), true);
	}

	private static String base64(float... vector) {
		ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(vector);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

	@Test
	void embedWhenOutOfOrderAndMixedThenOrderOfTheInputs() throws Exception {
		this.server.thenJson(200, "{\"model\":\"minilm\",\"data\":[{\"index\":1,\"embedding\":\"" + base64(3f, -4.5f)
				+ "\"},{\"embedding\":[1, 2.5e-1],\"index\":0}],\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
		EmbedResult result = this.server.endpoint().embed("one", "two");
		assertThat(result.embeddings()).containsExactly(new float[] { 1f, 0.25f }, new float[] { 3f, -4.5f });
		assertThat(result.model()).isEqualTo("minilm");
		assertThat(result.usage()).isEqualTo(Usage.of(5, 0).withTotalTokens(5));
		assertSent("/endpoint/acme/support-bot/v1/embeddings",
				"{\"model\":\"support-bot\",\"input\":[\"one\",\"two\"],\"encoding_format\":\"base64\"}");
	}

	@Test
	void embedWhenBase64HasEscapesOrAnotherLengthThenReadAllTheSame() throws Exception {
		// Slashes, which some servers escape, and the plus sign, which some write as
		// \\u002b.
		String tricky = base64(Float.intBitsToFloat(0x3fff_ffff), Float.intBitsToFloat(0x3eef_befb));
		assertThat(tricky).contains("/").contains("+");
		this.server.thenJson(200,
				"{\"data\":[{\"index\":0,\"embedding\":\"" + tricky + "\"},{\"index\":1,\"embedding\":\""
						+ tricky.replace("/", "\\/").replace("+", "\\u002b") + "\"},{\"embedding\":\"" + tricky
						+ "\",\"index\":2}]}");
		List<float[]> vectors = this.server.endpoint().embed("a", "b", "c").embeddings();
		assertThat(vectors).allMatch((vector) -> Arrays.equals(vector, vectors.get(0)));
		assertThat(Float.floatToIntBits(vectors.get(0)[1])).isEqualTo(0x3eef_befb);
	}

	@ParameterizedTest
	@ValueSource(strings = { "AACAPwAAAE", "AACAPw=", "AAC\"", "****", "AACA" })
	void embedWhenBase64IsBrokenThenApiException(String broken) {
		this.server.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":\"" + broken + "\"}]}");
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> this.server.endpoint().embed("a"))
			.withMessageContaining("cannot be read");
	}

	@Test
	void embedWhenManyNumbersThenAllAreRead() {
		StringBuilder numbers = new StringBuilder();
		float[] expected = new float[1500];
		for (int i = 0; i < expected.length; i++) {
			expected[i] = i / 7f - 100;
			numbers.append((i > 0) ? "," : "").append(expected[i]);
		}
		this.server.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":[" + numbers + "]}]}");
		assertThat(this.server.endpoint().embed("a").embeddings()).containsExactly(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":[{\"index\":0,\"embedding\":[1]}]}",
			"{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[2]}]}",
			"{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":2,\"embedding\":[2]}]}",
			"{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0.5,\"embedding\":[2]}]}",
			"{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1}]}",
			"{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[2,3]}]}",
			"{\"data\":[{\"index\":0,\"embedding\":[]},{\"index\":1,\"embedding\":[]}]}",
			"{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[\"2\"]}]}",
			"{\"data\":[{\"index\":0,\"embedding\":\"AACAPw==\"},{\"index\":1,\"embedding\":\"AACA\"}]}",
			"{\"data\":[{\"index\":0,\"embedding\":\"AACAPw==\"},{\"index\":1,\"embedding\":\"!!!!\"}]}", "{}" })
	void embedWhenAVectorIsMissingOrWrongThenApiException(String answer) {
		this.server.thenJson(200, answer);
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.embed("one", "two"))
			.withMessageContaining("cannot be read");
	}

	@Test
	void embedWhenBase64IsRefusedThenNumbersFromThenOn() {
		this.server.thenJson(422, "{\"detail\":\"encoding_format\"}")
			.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":[1]}]}");
		Endpoint endpoint = this.server.endpoint();
		assertThat(endpoint.embed("a").embeddings()).containsExactly(new float[] { 1f });
		endpoint.embed("b");
		assertThat(this.server.requests()).extracting((request) -> request.body().contains("base64"))
			.containsExactly(true, false, false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"data\":[]}", "{\"data\":null}", "{\"data\":[{\"index\":0,\"embedding\":null}]}",
			"{\"data\":[{\"index\":0,\"embedding\":\"****\"}]}", "{\"error\":{\"message\":\"base64\"}}" })
	void embedWhenTheAnswerInBase64CannotBeReadThenOnceMoreAsNumbers(String unreadable) {
		this.server.thenJson(200, unreadable).thenJson(200, NUMBERS);

		float[] vector = this.server.endpoint().embed("a").embedding();

		assertThat(vector).containsExactly(1f);
		assertBase64(true, false);
	}

	@Test
	void embedWhenBase64IsAServerErrorThenOnceMoreAsNumbers() {
		this.server.thenJson(500, "{\"error\":\"boom\"}").thenJson(200, NUMBERS);

		assertThat(this.server.endpoint().embed("a").embedding()).containsExactly(1f);
		assertBase64(true, false);
	}

	@Test
	void embedWhenBase64IsIgnoredAtFirstAndRefusedLaterThenNumbers() {
		this.server.thenJson(200, NUMBERS).thenJson(400, "{\"error\":\"no\"}").thenJson(200, NUMBERS);
		Endpoint endpoint = this.server.endpoint();

		endpoint.embed("a");
		endpoint.embed("b");
		endpoint.embed("c");

		assertBase64(true, true, false, false);
	}

	@Test
	void embedWhenBase64HasComeThenARefusalIsAboutSomethingElse() {
		this.server.thenJson(200, BASE64).thenJson(400, "{\"error\":\"input too long\"}");
		Endpoint endpoint = this.server.endpoint();
		endpoint.embed("a");

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> endpoint.embed("b"));
		assertBase64(true, true);
	}

	@Test
	void embedWhenBase64HasComeAndAnotherBackendRefusesItByNameThenNumbers() {
		this.server.thenJson(200, BASE64)
			.thenJson(422, "{\"detail\":\"encoding_format must be float\"}")
			.thenJson(200, NUMBERS);
		Endpoint endpoint = this.server.endpoint();
		endpoint.embed("a");

		assertThat(endpoint.embed("b").embedding()).containsExactly(1f);
		assertBase64(true, true, false);
	}

	@Test
	void embedWhenNumbersAreRefusedTooThenAskedTwiceOnly() {
		this.server.thenJson(400, "{\"error\":\"no\"}");

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> this.server.endpoint().embed("a"));
		assertBase64(true, false);
	}

	@Test
	void embedWhenTheInputIsTooLongThenBase64IsNotToBlame() {
		this.server.thenJson(400, "{\"error\":\"input too long\"}");

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> this.server.endpoint().embed("a"));
		assertBase64(true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "float", "base64" })
	void embedWhenTheFormatIsSettledThenNeverAnother(String format) {
		this.server.thenJson(400, "{\"error\":\"encoding_format\"}");
		EmbedRequest request = EmbedRequest.builder().input("a").encodingFormat(format).build();

		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> this.server.endpoint().embed(request));
		assertBase64(format.equals("base64"));
	}

	@Test
	void embedWhenTheFormatIsConfiguredThenAskedForUnlessTheRequestSaysOtherwise() {
		this.server.thenJson(200, NUMBERS).thenJson(200, BASE64);
		Endpoint endpoint = this.server.builder()
			.workload("support-bot", (settings) -> settings.encodingFormat("float"))
			.build()
			.endpoint("support-bot");

		endpoint.embed("a");
		endpoint.embed(EmbedRequest.builder().input("a").encodingFormat("base64").build());

		assertThat(this.server.requests().get(0).body()).contains("\"encoding_format\":\"float\"");
		assertBase64(false, true);
	}

	@Test
	void embedWhenOtherDimensionsComeThenApiException() {
		this.server.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":[1,2,3]}]}");
		EmbedRequest request = EmbedRequest.builder().input("a").dimensions(2).build();

		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> this.server.endpoint().embed(request))
			.withMessageContaining("3 dimensions instead of 2");
	}

	private void assertBase64(Boolean... asked) {
		assertThat(this.server.requests()).extracting((request) -> request.body().contains("\"base64\""))
			.containsExactly(asked);
	}

	@Test
	void embedWhenAskedForFloatsThenFloatsAreAskedFor() throws Exception {
		this.server.thenJson(200, "{\"data\":[{\"index\":0,\"embedding\":[1]}]}");
		this.server.endpoint()
			.embed(EmbedRequest.builder().input("a").encodingFormat("float").dimensions(1).extra("user", "u").build());
		assertSent("/endpoint/acme/support-bot/v1/embeddings",
				"{\"model\":\"support-bot\",\"input\":[\"a\"],\"encoding_format\":\"float\",\"dimensions\":1,\"user\":\"u\"}");
	}

	@Test
	void rerankWhenAnsweredThenBestFirstByEitherName() throws Exception {
		this.server.thenJson(200,
				"{\"results\":[{\"index\":2,\"score\":0.1},{\"index\":0,\"relevance_score\":0.9,\"document\":{\"text\":\"a\"}},{\"index\":1,\"score\":0.5}]}");
		var result = this.server.endpoint().rerank("q", List.of("a", "b", "c"));
		assertThat(result.results()).containsExactly(new RerankItem(0, 0.9), new RerankItem(1, 0.5),
				new RerankItem(2, 0.1));
		assertThat(result.model()).isNull();
		assertThat(result.raw().at("/results/1/document/text").asString()).isEqualTo("a");
		assertSent("/endpoint/acme/support-bot/v1/rerank",
				"{\"model\":\"support-bot\",\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"]}");
	}

	@Test
	void rerankWhenTopNThenSentAndFewerResultsAreFine() throws Exception {
		this.server.thenJson(200, "{\"model\":\"r\",\"results\":[{\"index\":1,\"relevance_score\":0.5}]}");
		var result = this.server.endpoint()
			.rerank(RerankRequest.builder().query("q").documents("a", "b").topN(1).build());
		assertThat(result.results()).hasSize(1);
		assertThat(result.model()).isEqualTo("r");
		assertSent("/endpoint/acme/support-bot/v1/rerank",
				"{\"model\":\"support-bot\",\"query\":\"q\",\"documents\":[\"a\",\"b\"],\"top_n\":1}");
	}

	@Test
	void rerankWhenExtraFieldsThenSent() throws Exception {
		this.server.thenJson(200, "{\"results\":[],\"usage\":{\"prompt_tokens\":9,\"total_tokens\":9}}");

		var result = this.server.endpoint()
			.rerank(RerankRequest.builder().query("q").documents("a").extra("return_documents", false).build());

		assertThat(result.usage()).isEqualTo(Usage.of(9, 0));
		assertSent("/endpoint/acme/support-bot/v1/rerank",
				"{\"model\":\"support-bot\",\"query\":\"q\",\"documents\":[\"a\"],\"return_documents\":false}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"results\":[{\"index\":0,\"score\":1},{\"index\":0,\"score\":1}]}",
			"{\"results\":[{\"index\":0,\"score\":1},{\"index\":2,\"score\":1}]}",
			"{\"results\":[{\"index\":0,\"score\":1},{\"index\":1}]}",
			"{\"results\":[{\"index\":0,\"score\":1},{\"score\":1}]}" })
	void rerankWhenAResultIsMissingOrWrongThenApiException(String answer) {
		this.server.thenJson(200, answer);
		Endpoint endpoint = this.server.endpoint();
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> endpoint.rerank("q", List.of("a", "b")))
			.withMessageContaining("cannot be read");
	}

}
