package dev.inferencekey.autoconfigure.test;

import java.util.Arrays;

import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a {@link ScriptedPlatform},
 * which wins over every other way to say where the platform is. First of all, so that
 * nobody starts a platform that is not used.
 */
@AutoConfiguration(before = InferenceKeyAutoConfiguration.class)
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
public final class ScriptedPlatformAutoConfiguration {

	private static final String DETAILS = "inferenceKeyScriptedConnectionDetails";

	// One for all contexts of a hierarchy, of which a client of a parent may serve all.
	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	ScriptedPlatform inferenceKeyScriptedPlatform() {
		return ScriptedPlatform.start();
	}

	@Bean(name = DETAILS)
	@Primary
	InferenceKeyConnectionDetails inferenceKeyScriptedConnectionDetails(ScriptedPlatform platform) {
		return new ScriptedConnectionDetails(platform);
	}

	// The application may have primary ones of its own.
	@Bean
	static BeanFactoryPostProcessor inferenceKeyScriptedConnectionDetailsFirst() {
		return (beanFactory) -> Arrays
			.stream(beanFactory.getBeanNamesForType(InferenceKeyConnectionDetails.class, true, false))
			.filter((name) -> !name.equals(DETAILS) && beanFactory.containsBeanDefinition(name))
			.forEach((name) -> beanFactory.getBeanDefinition(name).setPrimary(false));
	}

	@Bean
	static ForeignClientRefusal inferenceKeyForeignClientRefusal() {
		return new ForeignClientRefusal();
	}

}
