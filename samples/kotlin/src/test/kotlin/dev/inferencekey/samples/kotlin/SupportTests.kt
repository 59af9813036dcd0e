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

import dev.inferencekey.test.InferenceKeyTest
import dev.inferencekey.test.ScriptedPlatform
import dev.inferencekey.error.UnusableAnswerException
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import java.time.Duration

@InferenceKeyTest(Support::class)
class SupportTests(@param:Autowired private val support: Support, @param:Autowired private val platform: ScriptedPlatform) {

    @Test
    fun answerWhenAskedThenTheWorkloadNamedByTheParameterAnswers() {
        platform.workload("support-bot").replies("Open your orders.").costs(4, 3)
        assertThat(support.answer("How do I cancel?")).isEqualTo("Open your orders.")
        assertThat(support.cost("How do I cancel?")).isEqualTo(7)
        assertThat(platform.workload("drafts")).receivedNothing()
    }

    @Test
    fun streamWhenTheFlowIsCancelledThenTheWorkloadStops() = runBlocking<Unit> {
        platform.workload("support-bot").streams("Open ", "your ", "orders.").pauses(Duration.ofMillis(50))
        assertThat(support.stream("How do I cancel?").take(2).toList()).containsExactly("Open ", "your ")
        assertThat(platform.workload("support-bot")).lastRequest().wasAbandoned()
    }

    @Test
    fun ticketWhenADataClassThenTheModelIsAskedForEachProperty() {
        val expected = Ticket("Broken lamp", Urgency.HIGH, null, listOf(Item("Lamp", 2)))
        platform.workload("support-bot").answersObject(expected)
        assertThat(support.ticket("Both lamps arrived broken!")).isEqualTo(expected)
        val schema = platform.workload("support-bot").requests().last().body().at("/response_format/json_schema/schema")
        assertThat(schema.at("/required").values().map { it.asString() })
            .containsExactlyInAnyOrder("subject", "urgency", "orderNumber", "items")
        assertThat(schema.at("/properties/orderNumber/type").values().map { it.asString() }).containsExactly("string", "null")
        assertThat(schema.at("/properties/subject/type").asString()).isEqualTo("string")
        assertThat(schema.at("/properties/items/items/required").values().map { it.asString() })
            .containsExactlyInAnyOrder("name", "quantity")
    }

    @Test
    fun ticketWhenNullWhereTheTypeHasNoneThenToldAndRefused() {
        platform.workload("support-bot")
            .replies("""{"subject": null, "urgency": "HIGH", "orderNumber": null, "items": []}""")
        assertThatExceptionOfType(UnusableAnswerException::class.java).isThrownBy { support.ticket("Hello") }
            .withMessageContaining("subject must not be null")
    }

    @Test
    fun draftWhenCalledFromACoroutineThenAnswers() = runBlocking<Unit> {
        platform.workload("drafts").replies("A draft.")
        assertThat(support.draft("Write one.")).isEqualTo("A draft.")
    }
}
