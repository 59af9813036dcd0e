package dev.inferencekey.test;

import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Takes the first place from connection details of the application. Before the test
 * framework looks for the bean that a mock replaces, which must be a single one too.
 */
class ScriptedDetailsFirst implements BeanFactoryPostProcessor, PriorityOrdered {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(InferenceKeyConnectionDetails.class, true, false)) {
			if (!name.equals(ScriptedPlatformAutoConfiguration.DETAILS) && beanFactory.containsBeanDefinition(name)) {
				beanFactory.getBeanDefinition(name).setPrimary(false);
			}
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
