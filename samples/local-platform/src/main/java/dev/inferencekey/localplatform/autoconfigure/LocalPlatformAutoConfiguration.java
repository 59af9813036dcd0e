package dev.inferencekey.localplatform.autoconfigure;

import java.time.Duration;

import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;
import dev.inferencekey.localplatform.LocalPlatform;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * Starts a {@link LocalPlatform} on a random port of the loopback interface and connects
 * the client of the application to it, unless the application says where its platform is:
 * by {@code inferencekey.base-url}, which the variable {@code INFERENCEKEY_BASE_URL} also
 * sets, or by an {@link InferenceKeyConnectionDetails} bean of its own.
 */
@AutoConfiguration(beforeName = "dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration")
@Conditional(OnNoBaseUrlCondition.class)
@ConditionalOnMissingBean(InferenceKeyConnectionDetails.class)
public final class LocalPlatformAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	LocalPlatform localPlatform(Environment environment) {
		Duration tokenDelay = Binder.get(environment)
			.bind("local-platform.token-delay", Duration.class)
			.orElse(Duration.ZERO);
		return LocalPlatform.builder().tokenDelay(tokenDelay).preload().start();
	}

	@Bean
	InferenceKeyConnectionDetails localPlatformConnectionDetails(LocalPlatform platform) {
		return new LocalPlatformConnectionDetails(platform);
	}

}
