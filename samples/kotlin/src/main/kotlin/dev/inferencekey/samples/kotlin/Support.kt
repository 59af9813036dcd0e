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

/** The parameters are named for the workloads that they want. */
@Service
class Support(private val supportBot: Endpoint, private val drafts: ReactiveEndpoint) {

    fun answer(question: String): String =
        supportBot.generateText { it.system("Be brief.").user(question).temperature(0.2) }.text()

    fun cost(question: String): Int = tokens(supportBot.generateText(question).usage())

    fun stream(question: String): Flow<String> =
        supportBot.reactive().generateTextStream(question).asFlow().map { it.text() }

    suspend fun draft(question: String): String = drafts.generateText(question).awaitSingle().text()

    // A server may not say what a call cost, and the compiler knows.
    private fun tokens(usage: Usage?): Int = usage?.totalTokens() ?: 0
}
