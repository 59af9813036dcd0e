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

import dev.inferencekey.DataClient;
import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Refuses clients that the application has made by itself: they would call the workloads
 * of production. When they are made, and not before, since a test may mock them.
 */
class ForeignClientRefusal implements BeanPostProcessor, BeanFactoryAware {

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
		// A client of a parent is used in place of one made here.
		if (this.beanFactory.getParentBeanFactory() instanceof ListableBeanFactory parent
				&& !parent.containsBean(ScriptedPlatformAutoConfiguration.DETAILS)) {
			for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent, DataClient.class)) {
				throw refusal(name, "a parent context");
			}
		}
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DataClient) {
			if (!isAutoConfigured(beanName)) {
				throw refusal(beanName, "the application");
			}
			refuseOtherDetails();
		}
		return bean;
	}

	// A test may have put its own in their place.
	private void refuseOtherDetails() {
		if (this.beanFactory != null && !(this.beanFactory
			.getBean(InferenceKeyConnectionDetails.class) instanceof ScriptedConnectionDetails)) {
			throw new ConfigurationException(null,
					"The test replaces the connection details that lead to the scripted platform.",
					"Remove its InferenceKeyConnectionDetails, or the annotation that brings the scripted platform.");
		}
	}

	private boolean isAutoConfigured(String beanName) {
		return this.beanFactory != null && this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition
				&& definition.getResolvedFactoryMethod() != null
				&& definition.getResolvedFactoryMethod().getDeclaringClass() == InferenceKeyAutoConfiguration.class;
	}

	private static ConfigurationException refusal(String beanName, String owner) {
		return new ConfigurationException(null,
				"The DataClient bean \"" + beanName + "\" of " + owner
						+ " is not the auto-configured one, so that it may lead past the scripted platform.",
				"Leave it out of this test, for example by a profile, so that the auto-configured one takes its place; "
						+ "a workload alone is replaced by @MockitoBean @Qualifier(\"its-name\") Endpoint.");
	}

}
