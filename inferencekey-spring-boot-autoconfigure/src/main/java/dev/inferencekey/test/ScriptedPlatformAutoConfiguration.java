package dev.inferencekey.test;

import dev.inferencekey.autoconfigure.InferenceKeyAutoConfiguration;
import dev.inferencekey.autoconfigure.InferenceKeyConnectionDetails;

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

	static final String PLATFORM = "inferenceKeyScriptedPlatform";

	static final String DETAILS = "inferenceKeyScriptedConnectionDetails";

	// One for all contexts of a hierarchy, of which a client of a parent may serve all.
	@Bean(name = PLATFORM, destroyMethod = "close")
	@ConditionalOnMissingBean
	ScriptedPlatform inferenceKeyScriptedPlatform() {
		return ScriptedPlatform.start();
	}

	@Bean(name = DETAILS)
	@Primary
	InferenceKeyConnectionDetails inferenceKeyScriptedConnectionDetails(ScriptedPlatform platform) {
		return new ScriptedConnectionDetails(platform);
	}

	@Bean
	static ScriptedDetailsFirst inferenceKeyScriptedDetailsFirst() {
		return new ScriptedDetailsFirst();
	}

	@Bean
	static ForeignClientRefusal inferenceKeyForeignClientRefusal() {
		return new ForeignClientRefusal();
	}

}
