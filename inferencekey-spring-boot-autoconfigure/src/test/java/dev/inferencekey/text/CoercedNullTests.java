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

package dev.inferencekey.text;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import dev.inferencekey.text.ObjectBinding.MisfitException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values that Jackson reads as null, or as another value, where the type has none.
 */
class CoercedNullTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '!',
			value = { "date | \"\"", "date | \" \"", "date | []", "instant | \"\"", "instant | 1e1000",
					"duration | \"\"", "duration | 1e1000", "amount | \"\"", "count | \"\"", "flag | \"\"",
					"id | \"\"" })
	void readWhenAValueStandsForNullThenMisfit(String property, String value) {
		assertThatExceptionOfType(MisfitException.class).isThrownBy(() -> ObjectBinding.SHARED
			.read("{\"" + property + "\":" + value + "}", ParameterizedTypeReference.<Object>forType(type(property))));
	}

	@Test
	void readWhenEmptyIsAValueOrNullMayBeThenRead() {
		assertThat(
				ObjectBinding.SHARED.read("{\"name\":\"\",\"home\":\"\",\"born\":\"\",\"aliases\":[],\"photo\":\"\"}",
						ParameterizedTypeReference.<OfEmpty>forType(OfEmpty.class)))
			.satisfies((read) -> {
				assertThat(read.name()).isEmpty();
				assertThat(read.home()).isEqualTo(URI.create(""));
				assertThat(read.born()).isNull();
				assertThat(read.aliases()).isEmpty();
				assertThat(read.photo()).isEmpty();
			});
	}

	@Test
	void readWhenTimesAreNumbersThenSecondsAndTheirFractions() {
		assertThat(ObjectBinding.SHARED.read("{\"instant\":1700000000.5}",
				ParameterizedTypeReference.<OfInstant>forType(OfInstant.class)))
			.isEqualTo(new OfInstant(Instant.ofEpochSecond(1_700_000_000, 500_000_000)));
		assertThat(ObjectBinding.SHARED.read("{\"duration\":1.5}",
				ParameterizedTypeReference.<OfDuration>forType(OfDuration.class)))
			.isEqualTo(new OfDuration(Duration.ofMillis(1500)));
	}

	private static Class<?> type(String property) {
		return switch (property) {
			case "date" -> OfDate.class;
			case "instant" -> OfInstant.class;
			case "duration" -> OfDuration.class;
			case "amount" -> OfAmount.class;
			case "count" -> OfCount.class;
			case "flag" -> OfFlag.class;
			default -> OfId.class;
		};
	}

	record OfEmpty(String name, URI home, @Nullable LocalDate born, List<String> aliases, byte[] photo) {
	}

	record OfDate(LocalDate date) {
	}

	record OfInstant(Instant instant) {
	}

	record OfDuration(Duration duration) {
	}

	record OfAmount(BigDecimal amount) {
	}

	record OfCount(Integer count) {
	}

	record OfFlag(Boolean flag) {
	}

	record OfId(UUID id) {
	}

}
