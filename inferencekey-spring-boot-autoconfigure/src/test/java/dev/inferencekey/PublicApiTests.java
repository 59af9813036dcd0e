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

package dev.inferencekey;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users can name: as little as they need, and able to grow.
 */
class PublicApiTests {

	private static final double LARGEST_SHARE = 0.45;

	private static final Set<String> INTERNAL_PACKAGES = Set.of("dev.inferencekey.exchange",
			"dev.inferencekey.transport");

	private static final Set<String> INTERNAL_STRATEGIES = Set.of("ColdStart", "ConcurrencyLimit", "Deadline",
			"RetryBudget", "RetryPolicy", "ShutdownGate");

	// Auto-configuration is Spring Boot's to call, and has the shapes that it asks for.
	private static final List<JavaClass> LIBRARY = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.inferencekey")
		.stream()
		.filter((type) -> !type.getPackageName().startsWith("dev.inferencekey.autoconfigure"))
		.filter((type) -> !type.isAnonymousClass() && !type.getSimpleName().equals("package-info"))
		.toList();

	@Test
	void publicTypesWhenCountedThenFewerThanTheirShare() {
		assertThat(publicTypes().count() / (double) LIBRARY.size()).isLessThan(LARGEST_SHARE);
	}

	@Test
	void publicRecordsWhenUsersBuildThemThenAtMostThreeComponents() {
		assertThat(publicTypes().filter(JavaClass::isRecord)
			.filter((type) -> type.reflect().getRecordComponents().length > 3)
			.map(JavaClass::getName)).isEmpty();
	}

	@Test
	void publicConstructorsWhenUsersCallThemThenAtMostTwoParameters() {
		// The library alone makes its exceptions, and records have the limit above.
		assertThat(publicTypes().filter((type) -> !type.isAssignableTo(Throwable.class) && !type.isRecord())
			.flatMap((type) -> type.getConstructors().stream())
			.filter((constructor) -> constructor.getModifiers().contains(JavaModifier.PUBLIC))
			.filter((constructor) -> constructor.getRawParameterTypes().size() > 2)
			.map(JavaConstructor::getFullName)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(classes = { Endpoint.class, ReactiveEndpoint.class })
	void endpointsWhenReadThenHaveNoMoreMethodsThanAReaderHoldsInMind(Class<?> endpoint) {
		assertThat(endpoint.getMethods()).hasSizeLessThanOrEqualTo(24);
	}

	private static Stream<JavaClass> publicTypes() {
		return LIBRARY.stream().filter(PublicApiTests::isPublic).filter(Predicate.not(PublicApiTests::isInternal));
	}

	private static boolean isPublic(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC)
				&& type.getEnclosingClass().map(PublicApiTests::isPublic).orElse(true);
	}

	// As the package documentation says, and the comparison of the API leaves out.
	private static boolean isInternal(JavaClass type) {
		String name = type.getPackageName();
		return INTERNAL_PACKAGES.contains(name)
				|| (name.equals("dev.inferencekey.operation") && !type.getSimpleName().equals("Usage"))
				|| (name.equals("dev.inferencekey.resilience") && INTERNAL_STRATEGIES.contains(type.getSimpleName()));
	}

}
