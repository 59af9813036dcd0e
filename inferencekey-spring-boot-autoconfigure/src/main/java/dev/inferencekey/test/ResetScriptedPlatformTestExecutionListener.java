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

package dev.inferencekey.test;

import java.util.Set;
import java.util.TreeSet;

import dev.inferencekey.DataClient;
import dev.inferencekey.transport.WorkloadMonitor;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Resets the {@link ScriptedPlatform} after each test, and what clients have learnt from
 * it, since contexts are shared.
 */
class ResetScriptedPlatformTestExecutionListener implements TestExecutionListener {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (!testContext.hasApplicationContext()) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		Set<String> notCalled = new TreeSet<>();
		// One that the application has made is its own business.
		if (context.containsBean(ScriptedPlatformAutoConfiguration.PLATFORM)) {
			ScriptedPlatform platform = context.getBean(ScriptedPlatformAutoConfiguration.PLATFORM,
					ScriptedPlatform.class);
			notCalled = platform.notCalled();
			platform.reset();
		}
		if (context.containsBean(ScriptedPlatformAutoConfiguration.DETAILS)) {
			Set<String> configured = new TreeSet<>();
			context.getBeanProvider(DataClient.class).forEach((client) -> {
				configured.addAll(client.workloads());
				forget(client);
			});
			refuseUnknown(notCalled, configured);
		}
	}

	// Its script had no effect, and an assertion that it received nothing says nothing.
	private static void refuseUnknown(Set<String> notCalled, Set<String> configured) {
		notCalled.removeAll(configured);
		if (!notCalled.isEmpty() && !configured.isEmpty()) {
			throw new AssertionError(
					"The test names workloads of the scripted platform that are neither configured nor " + "called: "
							+ String.join(", ", notCalled) + ". Configured are " + String.join(", ", configured) + ".");
		}
	}

	private static void forget(DataClient client) {
		for (String workload : client.workloads()) {
			WorkloadMonitor monitor = client.monitor(workload);
			// A client that a test has replaced has none.
			if (monitor != null) {
				monitor.forget();
			}
		}
	}

}
