package dev.inferencekey.autoconfigure;

import java.util.Set;

import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Shows which workloads there are when an {@code Endpoint} cannot be injected.
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
				? " required a single " + type.getSimpleName() + ", and there are several."
				: " required an " + type.getSimpleName() + " that does not exist.";
		return new FailureAnalysis(who + what + " Configured workloads: " + (names.isEmpty() ? "none" : String
			.join(", ", names)) + ".", names.isEmpty()
					? "Configure the workload: set inferencekey.workloads.<name>.api-key, or give it a place below inferencekey.workloads and set inferencekey.api-key."
					: "Name one of them, by @Qualifier(\"" + names.iterator().next()
							+ "\") or by calling the parameter " + WorkloadNames.parameterName(names.iterator().next())
							+ " (compiled with -parameters), or configure the missing one below inferencekey.workloads.",
				cause);
	}

}
