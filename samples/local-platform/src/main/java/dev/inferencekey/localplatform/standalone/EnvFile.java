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
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

import dev.inferencekey.credential.ApiKey;
import dev.inferencekey.localplatform.LocalPlatform;

/**
 * Address and keys of a platform as lines that a shell can source, in a file that only
 * its owner can read.
 */
final class EnvFile {

	private static final String BASE_URL = "export INFERENCEKEY_BASE_URL=";

	private EnvFile() {
	}

	static String readBaseUrl(Path file) throws IOException {
		return Files.readAllLines(file)
			.stream()
			.filter((line) -> line.startsWith(BASE_URL))
			.map((line) -> line.substring(BASE_URL.length()))
			.findFirst()
			.orElseThrow(() -> new IOException(file + " has no address"));
	}

	static void write(Path file, LocalPlatform platform, ApiKey projectKey) throws IOException {
		String lines = """
				%s%s
				export INFERENCEKEY_PROJECT=%s
				export INFERENCEKEY_API_KEY=%s
				export INFERENCEKEY_SDK_TOKEN=%s
				""".formatted(BASE_URL, platform.baseUrl(), platform.project(), projectKey.reveal(),
				platform.controlToken().reveal());
		Path target = file.toAbsolutePath();
		// Private from its first byte on, and never half written under its final name.
		Path draft = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".tmp", ownerOnly());
		try {
			Files.writeString(draft, lines);
			Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(draft);
		}
	}

	private static FileAttribute<?>[] ownerOnly() {
		boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

}
