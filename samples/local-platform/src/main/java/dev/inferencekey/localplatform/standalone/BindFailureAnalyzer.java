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
