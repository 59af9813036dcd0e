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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.inferencekey.Endpoint;
import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.credential.KeySource;
import dev.inferencekey.error.ConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Key sources that block, fail or repeat themselves.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeySourceWireTests {

	private final WireServer server = new WireServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void keySourceWhenItBlocksThenRenewalStillWorks() {
		this.server.thenJson(401, "{}").thenJson(200, Answers.OK);
		AtomicInteger asked = new AtomicInteger();
		KeySource keys = (workload) -> Mono.delay(Duration.ofMillis(5))
			.map((tick) -> ApiKey.of((asked.incrementAndGet() <= 2) ? WireServer.KEY : "ik_live_b1b2c3d4_new"))
			.block();
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.keys(keys))
			.build()
			.endpoint("support-bot");
		assertThat(endpoint.generateText("Hola").text()).isEqualTo("ok");
		assertThat(this.server.requests().get(1).headers()).containsEntry("authorization",
				"Bearer ik_live_b1b2c3d4_new");
	}

	@Test
	void keySourceWhenItFailsThenConfigurationExceptionNamesItAndHidesItsMessage() {
		AtomicBoolean broken = new AtomicBoolean();
		Endpoint endpoint = this.server.builder().defaults((settings) -> settings.keys((workload) -> {
			if (broken.get()) {
				throw new IllegalStateException("vault said " + WireServer.KEY);
			}
			return ApiKey.of(WireServer.KEY);
		})).build().endpoint("support-bot");
		broken.set(true);
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> endpoint.generateText("Hola"))
			.withMessageContaining("key source")
			.withNoCause();
	}

	@Test
	void keySourceWhenItHasAnotherKeyThenOneLineWithThePublicPartsOfBoth(CapturedOutput output) {
		this.server.thenJson(200, Answers.OK);
		AtomicReference<ApiKey> key = new AtomicReference<>(ApiKey.of(WireServer.KEY));
		Endpoint endpoint = this.server.builder()
			.defaults((settings) -> settings.keys((workload) -> key.get()))
			.build()
			.endpoint("support-bot");
		endpoint.generateText("Hola");
		assertThat(output).doesNotContain("in place of");
		key.set(ApiKey.of("ik_live_b1b2c3d4_" + WireServer.SECRET));
		endpoint.generateText("Hola");
		endpoint.generateText("Hola");
		assertThat(output)
			.containsOnlyOnce("Workload \"support-bot\" uses the key ik_live_b1b2c3d4… in place of ik_live_a1b2c3d4….")
			.doesNotContain(WireServer.SECRET);
	}

	@Test
	void keySourceWhenItThrowsTheSameExceptionEachTimeThenThatDoesNotGrow() {
		ConfigurationException same = new ConfigurationException("support-bot", "The vault is sealed.", "Open it.");
		AtomicBoolean sealed = new AtomicBoolean();
		Endpoint endpoint = this.server.builder().defaults((settings) -> settings.keys((workload) -> {
			if (sealed.get()) {
				throw same;
			}
			return ApiKey.of(WireServer.KEY);
		})).build().endpoint("support-bot");
		sealed.set(true);
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		int frames = same.getStackTrace().length;
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> endpoint.generateText("Hola"));
		}
		assertThat(same.getStackTrace()).hasSize(frames);
		assertThat(same.getSuppressed()).isEmpty();
	}

}
