package dev.inferencekey.autoconfigure;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;

import dev.inferencekey.Endpoint;
import dev.inferencekey.ReactiveEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.AutowireCandidateResolver;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.PriorityOrdered;

/**
 * Makes the beans of a workload answer to {@code @Qualifier("support-bot")} and to the
 * name {@code supportBot} of a parameter or field. Neither works by bean names or
 * aliases, which a component of the application may have taken already.
 */
class WorkloadInjection implements BeanFactoryPostProcessor, PriorityOrdered {

	// Before others that look for candidates, such as those of bean overrides in tests.
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		qualify(beanFactory, EndpointBeanRegistrar.ENDPOINT_PREFIX);
		qualify(beanFactory, EndpointBeanRegistrar.REACTIVE_PREFIX);
		// Copies of the definitions that were merged before would not be qualified.
		beanFactory.clearMetadataCache();
		if (beanFactory instanceof DefaultListableBeanFactory factory && isDefault(factory)) {
			factory.setAutowireCandidateResolver(new NameResolver(factory));
		}
	}

	// A resolver of somebody else's is not replaced; qualifiers work with it too.
	private static boolean isDefault(DefaultListableBeanFactory factory) {
		AutowireCandidateResolver resolver = factory.getAutowireCandidateResolver();
		return resolver.getClass() == ContextAnnotationAutowireCandidateResolver.class;
	}

	private static void qualify(ConfigurableListableBeanFactory beanFactory, String prefix) {
		for (String beanName : beanFactory.getBeanDefinitionNames()) {
			if (beanName.startsWith(prefix)) {
				beanFactory.getBeanDefinition(beanName)
					.setAttribute(AutowireCandidateQualifier.VALUE_KEY, beanName.substring(prefix.length()));
			}
		}
	}

	/**
	 * Suggests the bean of the workload that a parameter is named for, and accepts no
	 * other there: a call that goes to the wrong workload goes unnoticed.
	 */
	private static final class NameResolver extends ContextAnnotationAutowireCandidateResolver {

		private final DefaultListableBeanFactory factory;

		private NameResolver(DefaultListableBeanFactory factory) {
			this.factory = factory;
		}

		@Override
		public @Nullable String getSuggestedName(DependencyDescriptor descriptor) {
			String suggested = super.getSuggestedName(descriptor);
			return (suggested != null) ? suggested : workloadBean(descriptor);
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
			// An element of a collection has the collection's name.
			Class<?> declared = declaredType(descriptor);
			if (declared.isArray() || Collection.class.isAssignableFrom(declared)
					|| Map.class.isAssignableFrom(declared)) {
				return null;
			}
			if (descriptor.getDependencyType() == Endpoint.class) {
				return beanNamed(descriptor.getDependencyName(), EndpointBeanRegistrar.ENDPOINT_PREFIX);
			}
			if (descriptor.getDependencyType() == ReactiveEndpoint.class) {
				return beanNamed(descriptor.getDependencyName(), EndpointBeanRegistrar.REACTIVE_PREFIX);
			}
			return null;
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

}
