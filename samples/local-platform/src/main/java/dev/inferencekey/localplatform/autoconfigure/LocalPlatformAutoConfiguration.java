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

package dev.inferencekey.localplatform.autoconfigure;

import java.time.Duration;

import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.localplatform.LocalPlatform;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Starts a {@link LocalPlatform} on a random port of the loopback interface and connects
 * the client of the application to it, unless the application says where its platform is:
 * by {@code inferencekey.base-url}, which the variable {@code INFERENCEKEY_BASE_URL} also
 * sets, or by an {@link InferenceKeyConnectionDetails} bean of its own.
 */
@AutoConfiguration(beforeName = "dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration")
@Conditional(OnNoBaseUrlCondition.class)
@ConditionalOnMissingBean(InferenceKeyConnectionDetails.class)
public final class LocalPlatformAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	LocalPlatform localPlatform(Environment environment) {
		// The condition has been asked already when an application is processed ahead of
		// time.
		if (StringUtils.hasText(environment.getProperty(OnNoBaseUrlCondition.BASE_URL))) {
			throw new ConfigurationException(null,
					"This application was processed ahead of time without " + OnNoBaseUrlCondition.BASE_URL
							+ ", so that a local platform is part of it.",
					"Set the property, or the variable INFERENCEKEY_BASE_URL, when it is processed too.");
		}
		Duration tokenDelay = Binder.get(environment)
			.bind("local-platform.token-delay", Duration.class)
			.orElse(Duration.ZERO);
		return LocalPlatform.builder().tokenDelay(tokenDelay).preload().start();
	}

	@Bean
	InferenceKeyConnectionDetails localPlatformConnectionDetails(LocalPlatform platform) {
		return new LocalPlatformConnectionDetails(platform);
	}

}
