package dev.inferencekey.autoconfigure.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Connects the endpoints of a test's application to a {@link ScriptedPlatform}, which is
 * a bean, instead of the configured platform. For {@code @SpringBootTest} and for slices
 * of others, such as {@code @WebMvcTest}; alone, use {@link InferenceKeyTest}.
 * <p>
 * The configured workloads, their defaults, time-outs and retries hold; addresses,
 * projects and keys of the configuration are not used. A {@code KeySource} bean still is.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureInferenceKey {

}
