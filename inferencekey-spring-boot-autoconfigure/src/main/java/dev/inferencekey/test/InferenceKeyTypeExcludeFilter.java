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
