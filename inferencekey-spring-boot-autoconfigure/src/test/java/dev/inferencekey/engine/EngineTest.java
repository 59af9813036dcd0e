package dev.inferencekey.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Tests against {@link LlamaCpp}. {@code .ci/engine} sets it up; without it they are
 * skipped.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("engine")
@EnabledIfEnvironmentVariable(named = LlamaCpp.PYTHON, matches = ".+", disabledReason = ".ci/engine sets it up")
@Timeout(120)
@interface EngineTest {

}
