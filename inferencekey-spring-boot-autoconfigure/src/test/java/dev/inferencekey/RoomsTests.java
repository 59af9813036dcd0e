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

import java.util.Arrays;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rooms of this module, and what each may know of the others.
 */
class RoomsTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.inferencekey");

	@ParameterizedTest
	@CsvSource({ "error, NONE", "operation, error", "credential, error", "text, operation error", "resilience, error",
			"observation, NONE", "embedding, operation error", "rerank, operation error",
			"exchange, operation credential error",
			"transport, exchange operation credential error resilience observation",
			"tool, ROOT text observation operation error", "langchain4j, ROOT text embedding rerank operation error" })
	void roomWhenImportingThenOnlyFromTheRoomsItMay(String room, String allowed) {
		String[] packages = Stream.concat(Stream.of(room), Arrays.stream(allowed.split(" ")))
			.map((name) -> name.equals("ROOT") ? "dev.inferencekey" : "dev.inferencekey." + name)
			.toArray(String[]::new);
		noClasses().that()
			.resideInAPackage("dev.inferencekey." + room)
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.inferencekey..")
				.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages))))
			.check(CLASSES);
	}

	@Test
	void roomWhenValuesOrErrorsThenNoWebAndNoReactor() {
		noClasses().that()
			.resideInAnyPackage("dev.inferencekey.error", "dev.inferencekey.operation", "dev.inferencekey.credential",
					"dev.inferencekey.text", "dev.inferencekey.embedding", "dev.inferencekey.rerank")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.web..", "org.springframework.http..",
					"org.springframework.beans..", "org.springframework.context..", "reactor..", "io.netty..",
					"io.micrometer..")
			.check(CLASSES);
	}

	@Test
	void observationWhenImportingThenMicrometerAlone() {
		noClasses().that()
			.resideInAPackage("dev.inferencekey.observation")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "reactor..", "io.netty..", "tools.jackson..")
			.check(CLASSES);
	}

	@Test
	void springBootWhenImportedThenOnlyByAutoconfigure() {
		noClasses().that()
			.resideOutsideOfPackages("dev.inferencekey.autoconfigure..", "dev.inferencekey.test..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "dev.inferencekey.autoconfigure..",
					"dev.inferencekey.test..")
			.check(CLASSES);
	}

	@Test
	void packagesWhenSlicedThenNoCycles() {
		slices().matching("dev.inferencekey.(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void namesWhenExplainingNothingThenRefused() {
		noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)").check(CLASSES);
	}

}
