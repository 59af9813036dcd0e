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

import java.util.Set;

import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import dev.inferencekey.credential.ApiKey;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains which workloads there are when an {@code Endpoint} cannot be injected, and
 * which of them was probably meant.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingEndpointFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final Environment environment;

	MissingEndpointFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if (type != Endpoint.class && type != ReactiveEndpoint.class) {
			return null;
		}
		Set<String> names = WorkloadNames.in(this.environment);
		String who = (description != null) ? description : "The application";
		String what = (cause instanceof NoUniqueBeanDefinitionException)
				? " required a single " + type.getSimpleName() + ", but there are several."
				: " required " + ((type == Endpoint.class) ? "an " : "a ") + type.getSimpleName()
						+ " that could not be found.";
		return new FailureAnalysis(
				who + what + " Configured workloads: " + (names.isEmpty() ? "none" : String.join(", ", names)) + ".",
				names.isEmpty() ? noWorkloads() : whichWorkload(rootFailure, names), cause);
	}

	private String noWorkloads() {
		String misspelt = PropertyCheck.similarRoot(this.environment);
		return ((misspelt != null) ? "Did you mean inferencekey in place of " + misspelt + "? Otherwise configure"
				: "Configure") + " the workload, for example by inferencekey.workloads.support-bot.api-key.";
	}

	private static String whichWorkload(Throwable failure, Set<String> names) {
		InjectionPoint point = injectionPoint(failure);
		String qualifier = (point != null) ? qualifier(point) : null;
		if (qualifier != null) {
			String close = SimilarNames.closest(qualifier, names);
			return ((close != null) ? "Did you mean @Qualifier(\"" + close + "\")? Otherwise configure" : "Configure")
					+ " the workload below inferencekey.workloads"
					+ (ApiKey.looksLikeKey(qualifier) ? "" : "." + qualifier) + ", or name one of the configured ones.";
		}
		String parameter = (point != null) ? name(point) : null;
		String close = (parameter != null) ? SimilarNames.closest(parameter, names) : null;
		String example = (close != null) ? close : names.iterator().next();
		return ((close != null) ? "Did you mean " : "Name the workload, for example by ") + "@Qualifier(\"" + example
				+ "\") or the parameter name " + WorkloadNames.parameterName(example) + ((close != null) ? "?" : ".")
				+ " Parameter names need the compiler option -parameters.";
	}

	private static @Nullable InjectionPoint injectionPoint(Throwable failure) {
		InjectionPoint point = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnsatisfiedDependencyException unsatisfied
					&& unsatisfied.getInjectionPoint() != null) {
				point = unsatisfied.getInjectionPoint();
			}
		}
		return point;
	}

	private static @Nullable String qualifier(InjectionPoint point) {
		String value = MergedAnnotations.from(point.getAnnotations())
			.get(Qualifier.class)
			.getValue("value", String.class)
			.orElse("");
		return value.isEmpty() ? null : value;
	}

	private static @Nullable String name(InjectionPoint point) {
		MethodParameter parameter = point.getMethodParameter();
		return (parameter != null) ? parameter.getParameterName() : point.getMember().getName();
	}

}
