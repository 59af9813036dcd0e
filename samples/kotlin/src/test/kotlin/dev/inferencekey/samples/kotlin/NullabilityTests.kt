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

package dev.inferencekey.samples.kotlin

import org.assertj.core.api.Assertions.assertThat
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import java.nio.file.Path
import kotlin.io.path.writeText

/** Checks that Kotlin sees the nullability of the API instead of platform types. */
class NullabilityTests(@param:TempDir private val folder: Path) {

    @Test
    fun resultWhenNullableThenACheckIsRequired() {
        assertThat(compile("fun tokens(result: TextResult): Int = result.usage().totalTokens()"))
            .contains("error:").contains("Usage?")
        assertThat(compile("fun tokens(result: TextResult): Int? = result.usage()?.totalTokens()")).isEmpty()
    }

    @Test
    fun resultWhenNonNullThenNoCheckIsRequired() {
        assertThat(compile("fun length(result: TextResult): Int = result.text()?.length ?: 0"))
            .contains("warning:").contains("non-null")
        assertThat(compile("fun length(result: TextResult): Int = result.text().length")).isEmpty()
    }

    @Test
    fun parameterWhenNonNullThenNullIsRejected() {
        assertThat(compile("fun ask(endpoint: dev.inferencekey.Endpoint) = endpoint.embed(null as List<String>?)"))
            .contains("error:")
    }

    private fun compile(code: String): String {
        val source = folder.resolve("Snippet.kt")
        source.writeText("import dev.inferencekey.text.TextResult\n$code\n")
        val messages = ByteArrayOutputStream()
        K2JVMCompiler().exec(
            PrintStream(messages, true, Charsets.UTF_8), "-no-stdlib", "-no-reflect",
            "-cp", classPath(), "-d", folder.resolve("classes").toString(), source.toString()
        )
        return messages.toString(Charsets.UTF_8)
    }

    // The compiler warns about missing entries, such as the classes directory of the starter.
    private fun classPath(): String =
        System.getProperty("java.class.path").split(File.pathSeparator).filter { File(it).exists() }
            .joinToString(File.pathSeparator)
}
