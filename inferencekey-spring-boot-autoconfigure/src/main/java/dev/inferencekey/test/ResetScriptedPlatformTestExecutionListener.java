package dev.inferencekey.test;

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
		// One that the application has made is its own business.
		if (context.containsBean(ScriptedPlatformAutoConfiguration.PLATFORM)) {
			context.getBean(ScriptedPlatformAutoConfiguration.PLATFORM, ScriptedPlatform.class).reset();
		}
		if (context.containsBean(ScriptedPlatformAutoConfiguration.DETAILS)) {
			context.getBeanProvider(DataClient.class).forEach(ResetScriptedPlatformTestExecutionListener::forget);
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
