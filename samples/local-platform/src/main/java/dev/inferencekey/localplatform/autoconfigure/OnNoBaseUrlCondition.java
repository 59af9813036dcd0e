package dev.inferencekey.localplatform.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches when no platform is configured. A blank address is none: the wire contract,
 * section "Two planes, two credentials", says that blank means absent.
 */
final class OnNoBaseUrlCondition extends SpringBootCondition {

	static final String BASE_URL = "inferencekey.base-url";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("No InferenceKey base URL");
		return StringUtils.hasText(context.getEnvironment().getProperty(BASE_URL))
				? ConditionOutcome.noMatch(message.foundExactly("property " + BASE_URL))
				: ConditionOutcome.match(message.because("property " + BASE_URL + " is not set"));
	}

}
