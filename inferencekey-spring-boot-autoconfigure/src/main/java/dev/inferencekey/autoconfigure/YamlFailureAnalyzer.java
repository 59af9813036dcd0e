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

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says where a configuration file is malformed. The exception quotes the lines around
 * that place, and one of them is often a key.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class YamlFailureAnalyzer extends AbstractFailureAnalyzer<YAMLException> {

	private static final String LOADER = "org.springframework.boot.env.";

	// What the parser says, as far as it quotes nothing of the document.
	private static final List<String> PROBLEMS = List.of("mapping values are not allowed here",
			"mapping keys are not allowed here", "sequence entries are not allowed here", "could not find expected ':'",
			"expected <block end>", "found duplicate key", "found unexpected end of stream",
			"found unknown escape character", "found undefined alias", "cannot start any token");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, YAMLException cause) {
		if (!isConfiguration(cause)) {
			return null;
		}
		return new FailureAnalysis(
				"A YAML file of the configuration, such as application.yml, is malformed"
						+ ((cause instanceof MarkedYAMLException marked) ? place(marked) : "") + ".",
				"Correct the file at that place: check indentation, colons and quotes. Put values with special characters into quotes.",
				withoutMessage(cause));
	}

	// The cause is logged at level DEBUG.
	private static Throwable withoutMessage(YAMLException failure) {
		IllegalStateException shown = new IllegalStateException("malformed YAML");
		shown.setStackTrace(failure.getStackTrace());
		return shown;
	}

	private static boolean isConfiguration(YAMLException failure) {
		for (StackTraceElement element : failure.getStackTrace()) {
			if (element.getClassName().startsWith(LOADER)) {
				return true;
			}
		}
		return false;
	}

	private static String place(MarkedYAMLException failure) {
		String said = String.valueOf(failure.getProblem());
		Mark mark = failure.getProblemMark();
		String place = (mark != null) ? " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) : "";
		return PROBLEMS.stream()
			.filter(said::contains)
			.findFirst()
			.map((problem) -> place + " (" + problem + ")")
			.orElse(place);
	}

}
