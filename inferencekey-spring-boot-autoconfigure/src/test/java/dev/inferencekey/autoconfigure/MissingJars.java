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

package dev.inferencekey.autoconfigure;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs code on a class path from which jars are really gone, so that classes that mention
 * them cannot be loaded either.
 */
public final class MissingJars {

	private MissingJars() {
	}

	/**
	 * Call a static method {@code String call(String)} of a class that is loaded anew.
	 * @param application the class
	 * @param argument the argument of the method
	 * @param jars beginnings of the names of the jars that are missing
	 * @return what the method returns
	 * @throws Exception if the method fails
	 */
	public static Object call(Class<?> application, String argument, String... jars) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(classPathWithout(jars), ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(loader);
			Method call = loader.loadClass(application.getName()).getDeclaredMethod("call", String.class);
			call.setAccessible(true);
			return call.invoke(null, argument);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URL[] classPathWithout(String[] jars) {
		List<File> all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(File::new)
			.toList();
		for (String jar : jars) {
			assertThat(all).as("there is something to take away").anyMatch((file) -> file.getName().startsWith(jar));
		}
		return all.stream()
			.filter((file) -> Arrays.stream(jars).noneMatch(file.getName()::startsWith))
			.map(MissingJars::url)
			.toArray(URL[]::new);
	}

	private static URL url(File file) {
		try {
			return file.toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
