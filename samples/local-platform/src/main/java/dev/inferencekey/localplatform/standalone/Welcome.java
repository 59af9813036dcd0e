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

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.inferencekey.localplatform.LocalPlatform;
import dev.inferencekey.localplatform.Task;
import dev.inferencekey.localplatform.Workload;

/**
 * What a person reads when the platform has started. It holds no key.
 */
final class Welcome {

	private Welcome() {
	}

	static String text(LocalPlatform platform, Path envFile) {
		return """

				The local InferenceKey platform answers at %s, project %s:

				%s

				Chat is extractive, not generative: it quotes the passages of its documents that answer best,
				found by the model all-MiniLM-L6-v2 on this CPU. Nothing leaves this machine unless a
				workload forwards it.

				Address and keys for the clients of the platform, in every language:

				    source %s

				""".formatted(platform.baseUrl(), platform.project(),
				platform.workloads().stream().map(Welcome::line).collect(Collectors.joining("\n")),
				envFile.toAbsolutePath());
	}

	private static String line(Workload workload) {
		String served = "all-MiniLM-L6-v2, quantised";
		if (workload.forwardUrl() != null) {
			served = "forwards to " + workload.forwardUrl();
		}
		else if (workload.task() == Task.CHAT) {
			served = "quotes " + workload.documents().size() + " documents";
		}
		return "    %-16s %-11s %s".formatted(workload.slug(), workload.task().name().toLowerCase(Locale.ROOT), served);
	}

}
