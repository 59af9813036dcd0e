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

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Resolves a parameter that is named for a workload to the bean of that workload and to
 * no other, since nobody would notice a call to the wrong workload. A map of endpoints or
 * models has the names of the workloads as keys.
 */
final class WorkloadCandidateResolver extends ContextAnnotationAutowireCandidateResolver {

	private final DefaultListableBeanFactory factory;

	private final Map<String, String> prefixes;

	/**
	 * Create a resolver.
	 * @param factory has the beans
	 * @param prefixes how the names of the workloads' beans begin, by the name of their
	 * type
	 */
	WorkloadCandidateResolver(DefaultListableBeanFactory factory, Map<String, String> prefixes) {
		this.factory = factory;
		this.prefixes = prefixes;
	}

	@Override
	public @Nullable String getSuggestedName(DependencyDescriptor descriptor) {
		String suggested = super.getSuggestedName(descriptor);
		return (suggested != null) ? suggested : workloadBean(descriptor);
	}

	@Override
	public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
		Object suggested = super.getSuggestedValue(descriptor);
		return (suggested != null || descriptor.getDependencyType() != Map.class) ? suggested : workloads(descriptor);
	}

	// The container itself would use the names of the beans.
	private @Nullable Map<String, Object> workloads(DependencyDescriptor descriptor) {
		ResolvableType type = descriptor.getResolvableType();
		Class<?> elementType = type.getGeneric(1).resolve(Object.class);
		String prefix = this.prefixes.get(elementType.getName());
		if (prefix == null || type.getGeneric(0).resolve() != String.class
				|| this.factory.getBeanNamesForType(type).length > 0) {
			return null;
		}
		DependencyDescriptor element = new DependencyDescriptor(descriptor);
		element.increaseNestingLevel();
		// What is being created is the bean that gets the map.
		List<String> beanNames = Arrays
			.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.factory, elementType, true,
					descriptor.isEager()))
			.filter((beanName) -> !this.factory.isCurrentlyInCreation(beanName)
					&& this.factory.isAutowireCandidate(beanName, element))
			.toList();
		Map<String, Object> workloads = new LinkedHashMap<>();
		beanNames.forEach((beanName) -> workloads.put(key(beanName, prefix, beanNames),
				element.resolveCandidate(beanName, elementType, this.factory)));
		return workloads.isEmpty() ? null : workloads;
	}

	// An endpoint of the application may have the name of a workload.
	private static String key(String beanName, String prefix, List<String> beanNames) {
		String workload = beanName.startsWith(prefix) ? beanName.substring(prefix.length()) : beanName;
		return beanNames.contains(workload) ? beanName : workload;
	}

	@Override
	public boolean isAutowireCandidate(BeanDefinitionHolder candidate, DependencyDescriptor descriptor) {
		if (!hasQualifier(descriptor)) {
			String named = workloadBean(descriptor);
			if (named != null && !candidate.getBeanName().equals(named)
					&& !candidate.matchesName(descriptor.getDependencyName())) {
				return false;
			}
		}
		return super.isAutowireCandidate(candidate, descriptor);
	}

	private @Nullable String workloadBean(DependencyDescriptor descriptor) {
		// An element of a collection has the name of the collection.
		Class<?> declared = declaredType(descriptor);
		if (declared.isArray() || Collection.class.isAssignableFrom(declared) || Map.class.isAssignableFrom(declared)) {
			return null;
		}
		String prefix = this.prefixes.get(descriptor.getDependencyType().getName());
		return (prefix != null) ? beanNamed(descriptor.getDependencyName(), prefix) : null;
	}

	private static Class<?> declaredType(DependencyDescriptor descriptor) {
		MethodParameter parameter = descriptor.getMethodParameter();
		Field field = descriptor.getField();
		if (parameter != null) {
			return parameter.getParameterType();
		}
		return (field != null) ? field.getType() : descriptor.getDependencyType();
	}

	private @Nullable String beanNamed(@Nullable String parameterName, String prefix) {
		if (parameterName == null) {
			return null;
		}
		for (String beanName : this.factory.getBeanDefinitionNames()) {
			if (beanName.startsWith(prefix)
					&& WorkloadNames.parameterName(beanName.substring(prefix.length())).equals(parameterName)) {
				return beanName;
			}
		}
		return null;
	}

}
