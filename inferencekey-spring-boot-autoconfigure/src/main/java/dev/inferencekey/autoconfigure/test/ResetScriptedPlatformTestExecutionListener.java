package dev.inferencekey.autoconfigure.test;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Resets the {@link ScriptedPlatform} after each test, since contexts are shared.
 */
class ResetScriptedPlatformTestExecutionListener implements TestExecutionListener {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (!testContext.hasApplicationContext()) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		if (context.containsBean(ScriptedPlatformAutoConfiguration.PLATFORM)) {
			context.getBean(ScriptedPlatformAutoConfiguration.PLATFORM, ScriptedPlatform.class).reset();
		}
	}

}
