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

package dev.inferencekey.transport;

import java.util.Set;

import dev.inferencekey.error.ApiException;
import dev.inferencekey.error.AuthException;
import dev.inferencekey.error.CallRejectedException;
import dev.inferencekey.error.ConfigurationException;
import dev.inferencekey.error.PermissionCode;
import dev.inferencekey.error.PermissionDeniedException;
import dev.inferencekey.error.StreamInterruptedException;
import dev.inferencekey.error.TransportException;
import dev.inferencekey.error.ValidationException;
import dev.inferencekey.exchange.DeadlineExceededException;
import dev.inferencekey.exchange.FatalErrorException;
import dev.inferencekey.exchange.NetworkFailures;
import dev.inferencekey.exchange.UnwritableBodyException;
import dev.inferencekey.observation.BoundedNames;
import dev.inferencekey.observation.WorkloadActivity;
import dev.inferencekey.observation.WorkloadActivity.Evidence;

import org.springframework.http.HttpStatus;

/**
 * Sorts failures into a bounded number of words, whatever a server says.
 */
final class ErrorTypes {

	private static final Set<Integer> NOT_THERE = Set.of(402, 404, 407);

	// A route that is switched off, or not offered, says nothing about the others.
	private static final Set<Integer> ROUTE_ONLY = Set.of(409, 501);

	private ErrorTypes() {
	}

	/**
	 * Why a call failed, as {@code error.type} of observations has it.
	 * @param failure what the caller is told
	 * @return one of few words
	 */
	static String of(Throwable failure) {
		if (failure instanceof ValidationException refused) {
			return (refused.status() > 0) ? status(refused.status()) : "validation";
		}
		if (failure instanceof AuthException) {
			return "401";
		}
		if (failure instanceof PermissionDeniedException denied) {
			return (denied.permissionCode() != PermissionCode.UNKNOWN) ? denied.permissionCode().wireName() : "403";
		}
		if (failure instanceof ConfigurationException) {
			return "configuration";
		}
		return (failure instanceof ApiException api) ? ofApi(api) : BoundedNames.OTHER;
	}

	private static String ofApi(ApiException failure) {
		if (failure instanceof CallRejectedException) {
			return "rejected";
		}
		if (failure.getCause() instanceof DeadlineExceededException) {
			return "timeout";
		}
		if (failure.getCause() instanceof UnwritableBodyException) {
			return "unwritable";
		}
		if (isOnThisSide(failure)) {
			return BoundedNames.OTHER;
		}
		if (failure instanceof StreamInterruptedException) {
			return "stream_interrupted";
		}
		if (failure instanceof TransportException) {
			return "connection";
		}
		return (failure.status() >= 300) ? status(failure.status()) : "unreadable";
	}

	// An Error from any place, or an exception of the application's own code.
	private static boolean isOnThisSide(Throwable failure) {
		Throwable cause = failure.getCause();
		return cause instanceof FatalErrorException || cause instanceof UnwritableBodyException
				|| (failure instanceof TransportException && !NetworkFailures.isOfNetwork(cause));
	}

	private static String status(int status) {
		return (HttpStatus.resolve(status) != null) ? Integer.toString(status) : BoundedNames.OTHER;
	}

	/**
	 * Why a call is repeated.
	 * @param failure what the attempt failed with
	 * @return a status, or {@code connection} when there was none
	 */
	static String retryCause(Throwable failure) {
		String status = (failure instanceof ApiException api) ? Integer.toString(api.status()) : "";
		// A stream that broke before its first chunk has a status of success.
		return WorkloadActivity.RETRY_CAUSES.contains(status) ? status : "connection";
	}

	/**
	 * What a failure says of the workload.
	 * @param failure what the caller is told
	 * @return nothing when the call did not get there or failed on this side; up when an
	 * answer came that blames the request or the number of requests
	 */
	static Evidence evidence(Throwable failure) {
		if (failure instanceof CallRejectedException || DeadlineExceededException.isShutdown(failure)
				|| isOnThisSide(failure)) {
			return Evidence.NONE;
		}
		if (failure instanceof ValidationException refused) {
			return (refused.status() > 0) ? Evidence.UP : Evidence.NONE;
		}
		if (failure instanceof ApiException api && ROUTE_ONLY.contains(api.status())) {
			return Evidence.NONE;
		}
		// A redirect, a bill or a proxy that wants a password stands between us and it.
		boolean answered = failure instanceof ApiException api && api.status() >= 400 && api.status() < 500
				&& !NOT_THERE.contains(api.status());
		return answered ? Evidence.UP : Evidence.DOWN;
	}

}
