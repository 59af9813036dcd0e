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

import java.util.HashMap;
import java.util.Map;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.AutowireCandidateResolver;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.PriorityOrdered;

/**
 * Lets {@code @Qualifier("support-bot")} and a parameter or field named
 * {@code supportBot} inject the beans of a workload. Neither uses bean names or aliases,
 * which may be taken by a component of the application.
 */
class WorkloadInjection implements BeanFactoryPostProcessor, PriorityOrdered {

	// Runs before others that look for candidates, such as bean overrides in tests.
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Map<String, String> prefixes = qualify(beanFactory);
		// Definitions that were merged before have no qualifier yet.
		beanFactory.clearMetadataCache();
		if (beanFactory instanceof DefaultListableBeanFactory factory && isDefault(factory)) {
			factory.setAutowireCandidateResolver(new WorkloadCandidateResolver(factory, prefixes));
		}
	}

	// Another resolver is not replaced; qualifiers work with it, too.
	private static boolean isDefault(DefaultListableBeanFactory factory) {
		AutowireCandidateResolver resolver = factory.getAutowireCandidateResolver();
		return resolver.getClass() == ContextAnnotationAutowireCandidateResolver.class;
	}

	/**
	 * Qualify the beans of all workloads.
	 * @return how the names of the beans begin, by the name of their type
	 */
	private static Map<String, String> qualify(ConfigurableListableBeanFactory beanFactory) {
		Map<String, String> prefixes = new HashMap<>();
		for (String beanName : beanFactory.getBeanDefinitionNames()) {
			if (beanName.startsWith(EndpointBeanRegistrar.PREFIX)) {
				BeanDefinition definition = beanFactory.getBeanDefinition(beanName);
				int workload = beanName.lastIndexOf('.') + 1;
				definition.setAttribute(AutowireCandidateQualifier.VALUE_KEY, beanName.substring(workload));
				prefixes.put(definition.getBeanClassName(), beanName.substring(0, workload));
			}
		}
		return prefixes;
	}

}
