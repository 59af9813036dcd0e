package dev.inferencekey.samples.kotlin

import dev.inferencekey.test.InferenceKeyTest
import dev.inferencekey.test.ScriptedPlatform
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
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
    fun draftWhenCalledFromACoroutineThenAnswers() = runBlocking<Unit> {
        platform.workload("drafts").replies("A draft.")
        assertThat(support.draft("Write one.")).isEqualTo("A draft.")
    }
}
