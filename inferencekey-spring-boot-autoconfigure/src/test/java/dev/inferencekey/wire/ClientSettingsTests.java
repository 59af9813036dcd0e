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

import dev.inferencekey.DataClient;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.PermissionCode;
import dev.inferencekey.error.PermissionDeniedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Names, keys and addresses that are refused before anything is sent.
 */
class ClientSettingsTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void endpointWhenControlTokenThenRefusedLocally() {
		DataClient client = this.server.client();
		assertThatExceptionOfType(PermissionDeniedException.class)
			.isThrownBy(() -> client.endpoint("support-bot", "ik_sdk_a1b2c3d4_" + WireServer.SECRET))
			.withMessageStartingWith("permission denied [wrong_credential_type]: ")
			.withMessageContaining("ik_sdk_a1b2c3d4…")
			.withMessageNotContaining(WireServer.SECRET)
			.satisfies((ex) -> assertThat(ex.permissionCode()).isEqualTo(PermissionCode.WRONG_CREDENTIAL_TYPE));
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "secret-token", "ik_live_a\r\nx-injected: 1", "ik_live_a b", "ik_live_ñ" })
	void endpointWhenNoDataKeyThenConfigurationExceptionWithoutTheValue(String key) {
		DataClient client = this.server.client();
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> client.endpoint("support-bot", key))
			.withMessageContaining("support-bot")
			.withMessageNotContaining("secret-token")
			.withMessageNotContaining("injected");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "../x", "a b", "A", "-a", "ñ", "a%2f", "" })
	void endpointWhenSlugIsInvalidThenConfigurationException(String slug) {
		DataClient client = this.server.client();
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> client.endpoint(slug));
	}

	@Test
	void clientWhenPlainHttpToAnotherMachineThenRefusedUnlessAllowed() {
		DataClient.Builder builder = DataClient.builder()
			.baseUrl("http://platform.internal")
			.project("p")
			.apiKey(WireServer.KEY);
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> builder.build().endpoint("w"))
			.withMessageContaining("allow-insecure-http");
		assertThat(builder.allowInsecureHttp(true).build().endpoint("w").workload()).isEqualTo("w");
	}

}
