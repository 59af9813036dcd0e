package dev.inferencekey.test;

import java.util.Set;

import dev.inferencekey.autoconfigure.EndpointCustomizer;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Keeps the components of the application out of an {@link InferenceKeyTest}, but for
 * those that it names.
 */
class InferenceKeyTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<InferenceKeyTest> {

	private final Class<?>[] components;

	InferenceKeyTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.components = getAnnotation().getValue("components", Class[].class).orElse(new Class<?>[0]);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return Set.of(EndpointCustomizer.class);
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return Set.of(this.components);
	}

}
