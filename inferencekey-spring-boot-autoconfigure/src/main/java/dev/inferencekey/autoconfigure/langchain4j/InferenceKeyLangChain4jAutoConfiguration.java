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

package dev.inferencekey.autoconfigure.langchain4j;

import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.langchain4j.model.scoring.request.ScoringRequest;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of LangChain4j's models over the
 * workloads, for version 1.20 and later. It comes last, so that models of other starters
 * do not back off.
 */
@AutoConfiguration(after = InferenceKeyAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ScoringRequest.class)
public final class InferenceKeyLangChain4jAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@Import(ModelBeanRegistrar.class)
	static class ModelConfiguration {

	}

}
