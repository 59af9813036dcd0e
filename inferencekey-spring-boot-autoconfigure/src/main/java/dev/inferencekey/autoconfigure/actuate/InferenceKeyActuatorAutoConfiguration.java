package dev.inferencekey.autoconfigure.actuate;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps keys out of the actuator.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class InferenceKeyActuatorAutoConfiguration {

	@Bean
	KeySanitizingFunction inferenceKeySanitizingFunction() {
		return new KeySanitizingFunction();
	}

}
