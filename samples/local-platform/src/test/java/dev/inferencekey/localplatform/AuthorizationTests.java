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

package dev.inferencekey.localplatform;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.localplatform.Caller.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may call what, row by row of the contract's table. The cheap route stands for all.
 */
class AuthorizationTests {

	private static final String MODELS = "/endpoint/acme/support-bot/v1/models";

	private static LocalPlatform platform;

	private static Caller caller;

	@BeforeAll
	static void start() {
		platform = LocalPlatform.start();
		caller = new Caller(platform.baseUrl());
	}

	@AfterAll
	static void stop() {
		platform.close();
	}

	@Test
	void modelsWhenKeyOfTheWorkloadThenOk() {
		Answer answer = caller.get(MODELS, platform.apiKey("support-bot"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("x-request-id")).startsWith("req_");
		assertThat(answer.json().at("/data/0/id").asString()).isEqualTo("support-bot");
		assertThat(answer.json().at("/data/0/owned_by").asString()).isEqualTo("acme");
	}

	@Test
	void modelsWhenKeyOfTheProjectThenOk() {
		ApiKey key = platform.issueKey("acme/*");
		assertThat(caller.get(MODELS, key).status()).isEqualTo(200);
		assertThat(caller.get("/endpoint/acme/embedder/v1/models", key).status()).isEqualTo(200);
	}

	@Test
	void modelsWhenKeyOfSeveralWorkloadsThenOkForEach() {
		ApiKey key = platform.issueKey("acme/support-bot", "acme/embedder");
		assertThat(caller.get(MODELS, key).status()).isEqualTo(200);
		assertThat(caller.get("/endpoint/acme/embedder/v1/models", key).status()).isEqualTo(200);
		assertThat(caller.get("/endpoint/acme/reranker/v1/models", key).status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD" })
	void healthWhenNoKeyThenAnswered(String method) {
		// While the models load, the answer is 503.
		assertThat(caller.send(method, "/health", null, "").status()).isIn(200, 503);
	}

	@Test
	void healthWhenPostedToThenAsForeignAsAnyRoute() {
		assertThat(caller.send("POST", "/health", null, "{}").status()).isEqualTo(401);
	}

	@Test
	void modelsWhenSchemeInLowerCaseThenOk() {
		String authorization = "bearer " + platform.apiKey("support-bot").reveal();
		assertThat(caller.send("GET", MODELS, authorization, "").status()).isEqualTo(200);
	}

	@Test
	void modelsWhenNoCredentialThenUnauthorized() {
		assertUnauthorized(caller.send("GET", MODELS, null, ""), "missing_credential");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer", "Bearer ", "Bearer sk-other", "Bearer ik_live_", "Basic YTpi",
			"Bearer ik_live_00000000_0000000000000000000000000000000000000000000000000000000000000000" })
	void modelsWhenUnknownCredentialThenUnauthorized(String authorization) {
		assertUnauthorized(caller.send("GET", MODELS, authorization, ""), "invalid_credential");
	}

	@Test
	void modelsWhenIdIsKnownAndSecretIsWrongThenUnauthorizedWithoutTheKey() {
		String key = platform.apiKey("support-bot").reveal();
		char last = key.charAt(key.length() - 1);
		String forged = key.substring(0, key.length() - 1) + ((last == '0') ? '1' : '0');
		Answer answer = caller.send("GET", MODELS, "Bearer " + forged, "");
		assertUnauthorized(answer, "invalid_credential");
		assertThat(answer.body()).doesNotContain(forged.substring("ik_live_00000000_".length()));
	}

	@Test
	void modelsWhenKeyIsRevokedThenUnauthorized() {
		ApiKey key = platform.issueKey("acme/support-bot");
		assertThat(caller.get(MODELS, key).status()).isEqualTo(200);
		platform.revoke(key);
		assertUnauthorized(caller.get(MODELS, key), "invalid_credential");
	}

	@Test
	void modelsWhenControlTokenThenWrongCredentialType() {
		assertForbidden(caller.get(MODELS, platform.controlToken()), "wrong_credential_type");
	}

	@Test
	void controlPlaneWhenDataKeyThenWrongCredentialType() {
		Answer answer = caller.get("/api/projects/acme/workloads", platform.apiKey("support-bot"));
		assertForbidden(answer, "wrong_credential_type");
	}

	@Test
	void controlPlaneWhenControlTokenThenRouteNotFound() {
		Answer answer = caller.get("/api/projects/acme/workloads", platform.controlToken());
		assertNotFound(answer, "route_not_found");
	}

	@Test
	void modelsWhenKeyOfAnotherProjectThenProjectScopeMismatch() {
		assertForbidden(caller.get(MODELS, platform.issueKey("other/*")), "project_scope_mismatch");
	}

	@Test
	void modelsWhenKeyOfAnotherWorkloadThenScopeInsufficient() {
		assertForbidden(caller.get(MODELS, platform.apiKey("embedder")), "scope_insufficient");
	}

	@Test
	void modelsWhenWorkloadIsUnknownThenNotFound() {
		assertNotFound(caller.get("/endpoint/acme/billing/v1/models", platform.apiKey("billing")),
				"workload_not_found");
		assertNotFound(caller.get("/endpoint/acme/billing/v1/models", platform.issueKey("acme/*")),
				"workload_not_found");
	}

	@Test
	void modelsWhenProjectIsUnknownThenNotFound() {
		assertNotFound(caller.get("/endpoint/other/support-bot/v1/models", platform.issueKey("other/*")),
				"workload_not_found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/endpoint/acme", "/endpoint/acme/support-bot", "/endpoint/acme/support-bot/v1",
			"/endpoint/acme/support-bot/v1/completions", "/endpoint/acme/support-bot/jobs" })
	void unknownRouteWhenKnownCredentialThenNotFound(String path) {
		assertNotFound(caller.get(path, platform.issueKey("acme/*")), "route_not_found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/endpoint/acme/support-bot/v1/completions", "/api/projects" })
	void unknownRouteWhenNoCredentialThenUnauthorized(String path) {
		assertUnauthorized(caller.send("GET", path, null, ""), "missing_credential");
	}

	@Test
	void knownRouteWhenWrongMethodThenMethodNotAllowed() {
		ApiKey key = platform.issueKey("acme/*");
		Answer chat = caller.get("/endpoint/acme/support-bot/v1/chat/completions", key);
		assertThat(chat.status()).isEqualTo(405);
		assertThat(chat.header("Allow")).isEqualTo("POST");
		assertThat(chat.errorCode()).isEqualTo("method_not_allowed");
		assertThat(chat.header("x-request-id")).startsWith("req_");
		Answer models = caller.post(MODELS, key, "{}");
		assertThat(models.status()).isEqualTo(405);
		assertThat(models.header("Allow")).isEqualTo("GET");
	}

	@Test
	void chatWhenWorkloadServesAnotherTaskThenOperationNotSupported() {
		Answer answer = caller.post("/endpoint/acme/embedder/v1/chat/completions", platform.apiKey("embedder"), "{}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.errorCode()).isEqualTo("operation_not_supported");
		assertThat(answer.body()).contains("/v1/embeddings");
	}

	private static void assertUnauthorized(Answer answer, String code) {
		assertError(answer, 401, code);
		assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
	}

	private static void assertForbidden(Answer answer, String code) {
		assertError(answer, 403, code);
	}

	private static void assertNotFound(Answer answer, String code) {
		assertError(answer, 404, code);
	}

	private static void assertError(Answer answer, int status, String code) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.errorCode()).isEqualTo(code);
		assertThat(answer.json().at("/error/message").asString()).isNotBlank();
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("x-request-id")).startsWith("req_");
	}

}
