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

package dev.inferencekey.autoconfigure;

import java.util.Arrays;
import java.util.stream.Stream;

import dev.inferencekey.autoconfigure.actuate.InferenceKeyActuatorAutoConfiguration;
import dev.inferencekey.autoconfigure.health.InferenceKeyHealthAutoConfiguration;
import dev.inferencekey.autoconfigure.observation.InferenceKeyMetricsAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image has to keep. Everything that is bound or shown by reflection is
 * said when an application is processed ahead of time.
 */
class AheadOfTimeTests {

	@Test
	void hintsWhenProcessedThenWhatIsBoundOrShownIsKept() {
		RuntimeHints hints = process();
		Stream
			.of(InferenceKeyProperties.class, WorkloadProperties.class, CommonProperties.class,
					CommonProperties.Http.class, RetryProperties.class, TimeoutProperties.class,
					ConcurrencyProperties.class, TextDefaultsProperties.class)
			.forEach((type) -> assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)
				.or(RuntimeHintsPredicates.reflection().onType(type))).as(type.getName()).accepts(hints));
		Arrays
			.stream(ClassUtils.resolveClassName("dev.inferencekey.autoconfigure.actuate.WorkloadsEndpoint",
					getClass().getClassLoader())
				.getDeclaredClasses())
			.filter(Class::isRecord)
			.forEach((type) -> assertThat(RuntimeHintsPredicates.reflection().onType(type)).as(type.getName())
				.accepts(hints));
	}

	@Test
	void autoConfigurationsWhenListedThenAllAreThere() {
		assertThat(ImportCandidates.load(org.springframework.boot.autoconfigure.AutoConfiguration.class,
				getClass().getClassLoader()))
			.filteredOn((name) -> name.startsWith("dev.inferencekey"))
			.hasSizeGreaterThanOrEqualTo(6)
			.allSatisfy((name) -> assertThat(
					BeanUtils.instantiateClass(ClassUtils.resolveClassName(name, getClass().getClassLoader())))
				.isNotNull());
	}

	private static RuntimeHints process() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues
			.of("inferencekey.project=acme", "inferencekey.workloads.support-bot.api-key=ik_live_a1b2c3d4_x",
					"management.endpoints.web.exposure.include=*")
			.applyTo(context);
		context.register(InferenceKeyAutoConfiguration.class, WebClientsAutoConfiguration.class,
				InferenceKeyHealthAutoConfiguration.class, InferenceKeyActuatorAutoConfiguration.class,
				InferenceKeyMetricsAutoConfiguration.class);
		TestGenerationContext generation = new TestGenerationContext();
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		context.close();
		return generation.getRuntimeHints();
	}

}
