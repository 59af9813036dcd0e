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
import dev.inferencekey.springai.InferenceKeyChatModel;
import dev.inferencekey.springai.InferenceKeyEmbeddingModel;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * Registers a chat or embedding model for each workload that has the task.
 */
class ModelBeanRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		WorkloadModelBeans beans = new WorkloadModelBeans(registry, environment, "springai");
		beans.register(Task.TEXT2TEXT, "chat-model", ChatModel.class,
				(endpoint, context) -> new InferenceKeyChatModel(endpoint));
		beans.register(Task.EMBEDDING, "embedding-model", EmbeddingModel.class,
				(endpoint, context) -> new InferenceKeyEmbeddingModel(endpoint));
	}

}
