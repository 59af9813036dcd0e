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

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

import dev.inferencekey.localplatform.LocalPlatform;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Runs the local platform alone. It is configured by {@code local-platform.*}, and writes
 * address and keys to a file for a shell to source.
 * <p>
 * It switches auto-configuration off: the platform brings its own server, and neither the
 * client of the platform nor a second, embedded platform has a place here.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(LocalPlatformProperties.class)
public class LocalPlatformApplication {

	/**
	 * Start the platform and serve until the process is stopped.
	 * @param args Spring Boot's command line, such as {@code --local-platform.port=9000}
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(LocalPlatformApplication.class);
		// The library is on the class path of other applications, so its configuration
		// must not be called application.yml.
		application.setDefaultProperties(Map.of("spring.config.name", "local-platform"));
		application.run(args);
	}

	@Bean(destroyMethod = "close")
	LocalPlatform localPlatform(LocalPlatformProperties properties) {
		return properties.toBuilder().start();
	}

	@Bean
	ApplicationRunner welcome(LocalPlatform platform, LocalPlatformProperties properties) {
		return (arguments) -> announce(platform, properties, System.out);
	}

	private static void announce(LocalPlatform platform, LocalPlatformProperties properties, PrintStream out)
			throws IOException {
		EnvFile.write(properties.envFile(), platform, properties.projectKey(platform));
		out.print(Welcome.text(platform, properties.envFile()));
	}

}
