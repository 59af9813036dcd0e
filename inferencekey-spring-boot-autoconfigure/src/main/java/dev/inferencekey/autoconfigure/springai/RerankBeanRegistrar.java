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

package dev.inferencekey.autoconfigure.springai;

import dev.inferencekey.autoconfigure.Task;
import dev.inferencekey.autoconfigure.WorkloadModelBeans;
import dev.inferencekey.springai.RerankPostProcessor;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * Registers a post-processor for each workload that reranks.
 */
class RerankBeanRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		new WorkloadModelBeans(registry, environment, "springai").register(Task.RERANKER, "document-post-processor",
				DocumentPostProcessor.class, (endpoint, context) -> new RerankPostProcessor(endpoint));
	}

}
