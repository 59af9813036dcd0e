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
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rooms of this module, and what each may know of the others.
 */
class RoomsTests {

	private static final String VALUES = "operation error";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.inferencekey");

	// What each package may import. A modality is a package with VALUES alone.
	private static final Map<String, String> ROOMS = Map.ofEntries(entry("error", ""), entry("operation", "error"),
			entry("credential", "error"), entry("resilience", "error"), entry("observation", ""), entry("text", VALUES),
			entry("embedding", VALUES), entry("rerank", VALUES), entry("exchange", "operation credential error"),
			entry("transport", "exchange operation credential error resilience observation"),
			entry("tool", "ROOT text observation operation error"),
			entry("langchain4j", "ROOT text embedding rerank operation error"),
			entry("springai", "ROOT text embedding rerank operation error"));

	@ParameterizedTest
	@MethodSource("rooms")
	void roomWhenImportingThenOnlyFromTheRoomsItMay(String room) {
		String[] packages = Stream.concat(Stream.of(room), Arrays.stream(ROOMS.get(room).split(" ")))
			.filter((name) -> !name.isEmpty())
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
	void packageWhenAddedThenItHasAnEntryInTheTableOfRooms() {
		assertThat(CLASSES).extracting(JavaClass::getPackageName)
			.filteredOn((name) -> name.startsWith("dev.inferencekey."))
			.extracting((name) -> name.split("\\.")[2])
			.filteredOn((name) -> !name.equals("autoconfigure") && !name.equals("test"))
			.allSatisfy((name) -> assertThat(ROOMS).containsKey(name));
	}

	@Test
	void roomWhenValuesOrErrorsThenNoWebAndNoReactor() {
		String[] values = rooms().filter(
				(room) -> ROOMS.get(room).equals(VALUES) || Set.of("error", "operation", "credential").contains(room))
			.map((room) -> "dev.inferencekey." + room)
			.toArray(String[]::new);
		noClasses().that()
			.resideInAnyPackage(values)
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

	private static Stream<String> rooms() {
		return ROOMS.keySet().stream().sorted();
	}

}
