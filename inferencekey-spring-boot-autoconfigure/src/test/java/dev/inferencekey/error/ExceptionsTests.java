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

package dev.inferencekey.error;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExceptionsTests {

	private static final FailureOrigin ORIGIN = FailureOrigin.of("support-bot", 429)
		.withCode("rate_limit_exceeded")
		.withType("requests")
		.withRequestId("req-1")
		.withRetryAfter(Duration.ofSeconds(3))
		.withCause(new IllegalStateException("underneath"));

	@Test
	void originWhenAFactIsAddedThenANewOriginWithTheOthersUnchanged() {
		FailureOrigin local = FailureOrigin.local("support-bot");

		FailureOrigin withCode = local.withCode("overloaded");
		FailureOrigin withType = withCode.withType("server_error");

		assertThat(local.code()).isNull();
		assertThat(withCode.type()).isNull();
		assertThat(withType.workload()).isEqualTo("support-bot");
		assertThat(withType.status()).isZero();
		assertThat(withType.code()).isEqualTo("overloaded");
		assertThat(withType.type()).isEqualTo("server_error");
		assertThat(withType.requestId()).isNull();
		assertThat(withType.retryAfter()).isNull();
		assertThat(withType.cause()).isNull();
	}

	static Stream<InferenceKeyException> exceptionsOfAResponse() {
		return Stream.of(new ApiException("m", ORIGIN), new AuthException("m", ORIGIN),
				new NotFoundException("m", ORIGIN), new RateLimitException("m", ORIGIN),
				new ValidationException("m", ORIGIN), new StreamInterruptedException("m", "Mad", ORIGIN),
				new PermissionDeniedException(PermissionCode.UNKNOWN, "m", ORIGIN),
				new UnusableAnswerException("m", "{", ORIGIN));
	}

	@ParameterizedTest
	@MethodSource("exceptionsOfAResponse")
	void exceptionWhenOfAResponseThenItHasAllFacts(InferenceKeyException exception) {
		assertThat(exception.workload()).isEqualTo("support-bot");
		assertThat(exception.status()).isEqualTo(429);
		assertThat(exception.code()).isEqualTo("rate_limit_exceeded");
		assertThat(exception.type()).isEqualTo("requests");
		assertThat(exception.requestId()).isEqualTo("req-1");
		assertThat(exception).hasRootCauseMessage("underneath");
	}

	static Stream<InferenceKeyException> exceptionsWithoutAResponse() {
		return Stream.of(new ConfigurationException("support-bot", "Wrong.", "Mend it."),
				new CallRejectedException("m", "support-bot"),
				new TransportException("m", "support-bot", new IllegalStateException("underneath")));
	}

	@ParameterizedTest
	@MethodSource("exceptionsWithoutAResponse")
	void exceptionWhenThereWasNoResponseThenStatusZeroAndNoCode(InferenceKeyException exception) {
		assertThat(exception.workload()).isEqualTo("support-bot");
		assertThat(exception.status()).isZero();
		assertThat(exception.code()).isNull();
		assertThat(exception.type()).isNull();
		assertThat(exception.requestId()).isNull();
	}

	@Test
	void apiExceptionWhenTheServerSaysHowLongToWaitThenRetryAfter() {
		assertThat(new RateLimitException("m", ORIGIN).retryAfter()).isEqualTo(Duration.ofSeconds(3));
		assertThat(new RateLimitException("m", FailureOrigin.of("w", 429)).retryAfter()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "400, false", "404, false", "408, true", "429, true", "500, true", "501, false", "502, true",
			"503, true", "504, true", "0, false" })
	void apiExceptionWhenAskedIfRetryableThenByStatus(int status, boolean retryable) {
		assertThat(new ApiException("m", FailureOrigin.of("w", status)).isRetryable()).isEqualTo(retryable);
	}

	@Test
	void transportExceptionWhenAskedIfRetryableThenAsCreated() {
		assertThat(new TransportException("m", true, "w", null).isRetryable()).isTrue();
		assertThat(new TransportException("m", "w", null).isRetryable()).isFalse();
	}

	@Test
	void streamInterruptedWhenTextArrivedBeforeThenPartialText() {
		StreamInterruptedException exception = new StreamInterruptedException("cut", "Mad", true,
				FailureOrigin.of("w", 200));

		assertThat(exception.partialText()).isEqualTo("Mad");
		assertThat(exception.isRetryable()).isTrue();
		assertThat(exception).hasMessage("stream interrupted: cut");
	}

	@Test
	void configurationExceptionWhenCreatedThenProblemAndRemedyInOneMessage() {
		ConfigurationException exception = new ConfigurationException(null, "It is wrong.", "Mend it.");

		assertThat(exception).hasMessage("configuration error: It is wrong. Mend it.");
		assertThat(exception.problem()).isEqualTo("It is wrong.");
		assertThat(exception.remedy()).isEqualTo("Mend it.");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "wrong_credential_type, WRONG_CREDENTIAL_TYPE", "project_scope_mismatch, PROJECT_SCOPE_MISMATCH",
					"scope_insufficient, SCOPE_INSUFFICIENT", "unknown, UNKNOWN", "banned, UNKNOWN", "-, UNKNOWN" })
	void permissionCodeWhenReadThenTheConstantOrUnknown(String wire, PermissionCode expected) {
		assertThat(PermissionCode.of(wire)).isEqualTo(expected);
	}

	@Test
	void permissionDeniedWhenTheCodeIsNotListedThenTheServersCodeIsShown() {
		PermissionDeniedException banned = new PermissionDeniedException(PermissionCode.UNKNOWN, "no",
				FailureOrigin.of("w", 403).withCode("banned"));

		assertThat(banned).hasMessage("permission denied [banned]: no");
		assertThat(banned.code()).isEqualTo("banned");
		assertThat(banned.permissionCode()).isEqualTo(PermissionCode.UNKNOWN);
	}

	@Test
	void permissionDeniedWhenFoundBeforeSendingThenTheReasonIsShownWithoutCode() {
		PermissionDeniedException local = new PermissionDeniedException(PermissionCode.WRONG_CREDENTIAL_TYPE, "no",
				FailureOrigin.local("w"));

		assertThat(local).hasMessage("permission denied [wrong_credential_type]: no");
		assertThat(local.code()).isNull();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "support-bot")
	void unusableAnswerWhenCreatedThenItHasTheText(String workload) {
		UnusableAnswerException exception = new UnusableAnswerException("no JSON", "Here you are",
				FailureOrigin.of(workload, 200));

		assertThat(exception).isNotInstanceOf(ApiException.class).hasMessage("unusable answer: no JSON");
		assertThat(exception.text()).isEqualTo("Here you are");
		assertThat(exception.workload()).isEqualTo(workload);
	}

	@Nested
	class WithAKeyWhereItDoesNotBelong {

		private static final String SECRET = "0123456789abcdef".repeat(4);

		private static final String KEY = "ik_live_a1b2c3d4_" + SECRET;

		@Test
		void exceptionWhenTheMessageQuotesAKeyThenOnlyItsPrefix() {
			assertThat(new AuthException("no key " + KEY + ".", FailureOrigin.local(null)))
				.hasMessage("authentication failed: no key ik_live_a1b2c3d4…");
		}

		@Test
		void exceptionWhenTheMessageHasSeveralLinesThenOne() {
			assertThat(new AuthException("no\r\nINFO all is well\u001b[2K\u009b2K\u202e", FailureOrigin.local(null)))
				.hasMessage("authentication failed: no INFO all is well [2K 2K ");
		}

		@Test
		void exceptionWhenAKeyStandsForANameThenNoAccessorShowsIt() {
			FailureOrigin origin = FailureOrigin.of(KEY, 403).withCode(KEY).withType(KEY).withRequestId(KEY + "\n");

			PermissionDeniedException exception = new PermissionDeniedException(PermissionCode.UNKNOWN, "no", origin);

			assertThat(exception).hasMessage("permission denied [ik_live_a1b2c3d4…]: no");
			assertThat(exception.workload()).isEqualTo("ik_live_a1b2c3d4…");
			assertThat(exception.code()).isEqualTo("ik_live_a1b2c3d4…");
			assertThat(exception.type()).isEqualTo("ik_live_a1b2c3d4…");
			assertThat(exception.requestId()).isEqualTo("ik_live_a1b2c3d4… ");
		}

		@Test
		void configurationExceptionWhenAKeyIsQuotedThenNeitherProblemNorRemedyShowsIt() {
			ConfigurationException exception = new ConfigurationException(KEY, "\"" + KEY + "\" is not valid.",
					"Remove " + KEY + " there.");

			assertThat(exception.problem()).isEqualTo("\"ik_live_a1b2c3d4…\" is not valid.");
			assertThat(exception.remedy()).isEqualTo("Remove ik_live_a1b2c3d4… there.");
			assertThat(exception.workload()).isEqualTo("ik_live_a1b2c3d4…");
			assertThat(exception.toString()).doesNotContain(SECRET);
		}

		@Test
		void exceptionWhenItsCauseQuotesAKeyThenTheStackTraceDoesNotShowIt() {
			IllegalStateException root = new IllegalStateException("header " + KEY);
			IllegalArgumentException cause = new IllegalArgumentException("no URL", root);

			TransportException exception = new TransportException("m", "w", cause);

			StringWriter printed = new StringWriter();
			exception.printStackTrace(new PrintWriter(printed));
			assertThat(printed.toString()).doesNotContain(SECRET)
				.contains("Caused by: java.lang.IllegalArgumentException: no URL")
				.contains("Caused by: java.lang.IllegalStateException: header ik_live_a1b2c3d4…");
			assertThat(exception.getCause().getStackTrace()).isEqualTo(cause.getStackTrace());
		}

		@Test
		void exceptionWhenACauseSuppressedOneWithAKeyThenTheStackTraceDoesNotShowIt() {
			IllegalStateException cause = new IllegalStateException("closed");
			cause.addSuppressed(new IllegalStateException(KEY));

			assertThat(new TransportException("m", "w", cause).getCause().getSuppressed()).isEmpty();
		}

		@Test
		void exceptionWhenItsCauseIsHarmlessThenItIsKept() {
			IllegalStateException cause = new IllegalStateException("closed", new AuthException("m " + KEY, ORIGIN));

			assertThat(new TransportException("m", "w", cause).getCause()).isSameAs(cause);
		}

		@Test
		void exceptionWhenCausesFormALoopThenCreatedAllTheSame() {
			IllegalStateException first = new IllegalStateException(KEY);
			IllegalStateException second = new IllegalStateException("second", first);
			first.initCause(second);

			assertThat(new TransportException("m", "w", second).getCause()).hasMessage(second.toString());
		}

	}

}
