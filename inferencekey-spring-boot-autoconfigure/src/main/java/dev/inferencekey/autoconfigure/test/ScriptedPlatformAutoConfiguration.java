package dev.inferencekey.autoconfigure.test;

import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
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

	static final String PLATFORM = "inferenceKeyScriptedPlatform";

	@Bean(name = PLATFORM, destroyMethod = "close")
	ScriptedPlatform inferenceKeyScriptedPlatform() {
		return ScriptedPlatform.start();
	}

	@Bean
	@Primary
	InferenceKeyConnectionDetails inferenceKeyScriptedConnectionDetails(ScriptedPlatform platform) {
		return new ScriptedConnectionDetails(platform);
	}

	@Bean
	static ForeignClientRefusal inferenceKeyForeignClientRefusal() {
		return new ForeignClientRefusal();
	}

}
