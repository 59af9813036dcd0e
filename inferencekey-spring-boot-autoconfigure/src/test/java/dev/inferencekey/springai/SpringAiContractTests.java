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

package dev.inferencekey.springai;

import java.util.Map;

import dev.inferencekey.DataClient;
import dev.inferencekey.test.ScriptedPlatform;
import dev.inferencekey.wire.WireServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorAutoRegistrationIT;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorIT;
import org.springframework.ai.test.options.AbstractChatOptionsTests;

/**
 * Spring AI's own tests of models, over a model that calls its tool for three cities and
 * then tells of them.
 */
class SpringAiContractTests {

	private final ScriptedPlatform platform = ScriptedPlatform.start();

	private final DataClient client = DataClient.builder()
		.baseUrl(this.platform.baseUrl())
		.project("acme")
		.apiKey(WireServer.KEY)
		.build();

	@BeforeEach
	void script() {
		this.platform.workload("weather")
			.calls("getCurrentWeather", city("San Francisco"))
			.alsoCalls("getCurrentWeather", city("Tokyo"))
			.alsoCalls("getCurrentWeather", city("Paris"))
			.replies("It is 30, 10 and 15 degrees.");
	}

	private static Map<String, Object> city(String name) {
		return Map.of("location", name, "lat", 0, "lon", 0, "unit", "C");
	}

	@AfterEach
	void close() {
		this.client.close();
		this.platform.close();
	}

	private ChatModel model() {
		return new InferenceKeyChatModel(this.client.endpoint("weather"));
	}

	@Nested
	class ToolCallingAdvisorTests extends AbstractToolCallingAdvisorIT {

		@Override
		protected ChatModel getChatModel() {
			return model();
		}

	}

	@Nested
	class ToolCallingAdvisorAutoRegistrationTests extends AbstractToolCallingAdvisorAutoRegistrationIT {

		@Override
		protected ChatModel getChatModel() {
			return model();
		}

	}

	@Nested
	class ChatOptionsTests extends AbstractChatOptionsTests<InferenceKeyChatOptions, InferenceKeyChatOptions.Builder> {

		@Override
		protected Class<InferenceKeyChatOptions> getConcreteOptionsClass() {
			return InferenceKeyChatOptions.class;
		}

		@Override
		protected InferenceKeyChatOptions.Builder readyToBuildBuilder() {
			return InferenceKeyChatOptions.builder();
		}

	}

}
