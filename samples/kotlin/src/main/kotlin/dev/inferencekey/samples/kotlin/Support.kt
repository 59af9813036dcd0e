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

/** Answers questions. Each endpoint is injected by the name of its parameter. */
@Service
class Support(private val supportBot: Endpoint, private val drafts: ReactiveEndpoint) {

    fun answer(question: String): String =
        supportBot.generateText { it.system("Be brief.").user(question).temperature(0.2) }.text()

    fun cost(question: String): Int = tokens(supportBot.generateText(question).usage())

    fun stream(question: String): Flow<String> =
        supportBot.reactive().generateTextStream(question).asFlow().map { it.text() }

    suspend fun draft(question: String): String = drafts.generateText(question).awaitSingle().text()

    // Null if the server does not report usage; the compiler enforces the check.
    private fun tokens(usage: Usage?): Int = usage?.totalTokens() ?: 0
}
