package dev.inferencekey.samples.supportdesk;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Settings of the support desk.
 *
 * @param handbook Markdown with a passage below each {@code ##} heading
 * @param candidates how many passages the vector index finds
 * @param sources how many of them an answer rests on
 * @param price what tokens cost, when the page is to show money too
 */
@ConfigurationProperties("support-desk")
record SupportDeskProperties(@DefaultValue("classpath:handbook.md") Resource handbook,
		@DefaultValue("12") int candidates, @DefaultValue("4") int sources, @Nullable Price price) {

	/**
	 * What tokens cost.
	 *
	 * @param currency the currency, such as EUR
	 * @param input price of a million tokens of requests
	 * @param output price of a million tokens of answers
	 */
	record Price(String currency, BigDecimal input, BigDecimal output) {

		String of(int inputTokens, int outputTokens) {
			BigDecimal cost = this.input.multiply(BigDecimal.valueOf(inputTokens))
				.add(this.output.multiply(BigDecimal.valueOf(outputTokens)))
				.movePointLeft(6);
			return cost.stripTrailingZeros().toPlainString() + " " + this.currency;
		}

	}

}
