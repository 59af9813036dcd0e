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

package dev.inferencekey.test;

import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a {@link ScriptedPlatform},
 * which wins over every other way to say where the platform is. First of all, so that
 * nobody starts a platform that is not used.
 */
@AutoConfiguration(before = InferenceKeyAutoConfiguration.class)
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
public final class ScriptedPlatformAutoConfiguration {

	static final String PLATFORM = "inferenceKeyScriptedPlatform";

	static final String DETAILS = "inferenceKeyScriptedConnectionDetails";

	// One for all contexts of a hierarchy, of which a client of a parent may serve all.
	@Bean(name = PLATFORM, destroyMethod = "close")
	@ConditionalOnMissingBean
	ScriptedPlatform inferenceKeyScriptedPlatform() {
		return ScriptedPlatform.start();
	}

	@Bean(name = DETAILS)
	@Primary
	InferenceKeyConnectionDetails inferenceKeyScriptedConnectionDetails(ScriptedPlatform platform) {
		return new ScriptedConnectionDetails(platform);
	}

	@Bean
	static ScriptedDetailsFirst inferenceKeyScriptedDetailsFirst() {
		return new ScriptedDetailsFirst();
	}

	@Bean
	static ForeignClientRefusal inferenceKeyForeignClientRefusal() {
		return new ForeignClientRefusal();
	}

}
