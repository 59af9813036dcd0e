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

import dev.inferencekey.Endpoint
import dev.inferencekey.ReactiveEndpoint
import dev.inferencekey.operation.Usage
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.stereotype.Service

@SpringBootApplication(proxyBeanMethods = false)
class SupportApplication

enum class Urgency { LOW, HIGH }

data class Item(val name: String, val quantity: Int = 1)

/** The model must fill in everything, with null only where the type says so. */
data class Ticket(val subject: String, val urgency: Urgency, val orderNumber: String?, val items: List<Item>)

/** Answers questions. Each endpoint is injected by the name of its parameter. */
@Service
class Support(private val supportBot: Endpoint, private val drafts: ReactiveEndpoint) {

    fun answer(question: String): String =
        supportBot.generateText { it.system("Be brief.").user(question).temperature(0.2) }.text()

    fun cost(question: String): Int = tokens(supportBot.generateText(question).usage())

    fun stream(question: String): Flow<String> =
        supportBot.reactive().generateTextStream(question).asFlow().map { it.text() }

    fun ticket(mail: String): Ticket = supportBot.generate("Make a ticket of this mail: $mail")

    suspend fun draft(question: String): String = drafts.generateText(question).awaitSingle().text()

    private inline fun <reified T : Any> Endpoint.generate(prompt: String): T =
        generateObject(T::class.java, prompt).`object`()

    // Null if the server does not report usage; the compiler enforces the check.
    private fun tokens(usage: Usage?): Int = usage?.totalTokens() ?: 0
}
