package dev.inferencekey.localplatform;

import reactor.core.publisher.Mono;

/**
 * What answers a chat workload.
 */
@FunctionalInterface
interface ChatModel {

	Mono<Generation> generate(ChatRequest request);

}
