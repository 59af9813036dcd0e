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
 * projects and keys are not used, wherever they come from: properties, {@code KeySource},
 * {@code EndpointCustomizer} and connection details. A {@code DataClient} bean of the
 * application's own, of which none of this is known, stops the start.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureInferenceKey {

}
