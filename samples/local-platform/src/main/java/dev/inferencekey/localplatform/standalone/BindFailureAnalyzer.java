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

package dev.inferencekey.localplatform.standalone;

import reactor.netty.ChannelBindException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do when the platform cannot listen where it is told to.
 */
final class BindFailureAnalyzer extends AbstractFailureAnalyzer<ChannelBindException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ChannelBindException cause) {
		return new FailureAnalysis(
				"The local platform cannot listen on " + cause.localHost() + ":" + cause.localPort()
						+ ": the port is in use, or this machine does not have the address.",
				"Stop what listens there, or choose another port with --local-platform.port, where 0 takes any that is free.",
				cause);
	}

}
