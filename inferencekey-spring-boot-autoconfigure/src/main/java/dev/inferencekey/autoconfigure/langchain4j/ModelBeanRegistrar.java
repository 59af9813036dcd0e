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

package dev.inferencekey.autoconfigure.langchain4j;

import java.util.List;

import dev.inferencekey.autoconfigure.Task;
import dev.inferencekey.autoconfigure.WorkloadModelBeans;
import dev.inferencekey.langchain4j.InferenceKeyChatModel;
import dev.inferencekey.langchain4j.InferenceKeyEmbeddingModel;
import dev.inferencekey.langchain4j.InferenceKeyScoringModel;
import dev.inferencekey.langchain4j.InferenceKeyStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.scoring.ScoringModel;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.BeanRegistry.SupplierContext;
import org.springframework.core.env.Environment;

/**
 * Registers the models that suit the task of each workload.
 */
class ModelBeanRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		WorkloadModelBeans beans = new WorkloadModelBeans(registry, environment, "langchain4j");
		beans.register(Task.TEXT2TEXT, "chat-model", ChatModel.class,
				(endpoint, context) -> new InferenceKeyChatModel(endpoint, listeners(context)));
		beans.register(Task.TEXT2TEXT, "streaming-chat-model", StreamingChatModel.class,
				(endpoint, context) -> new InferenceKeyStreamingChatModel(endpoint, listeners(context)));
		beans.register(Task.EMBEDDING, "embedding-model", EmbeddingModel.class,
				(endpoint, context) -> new InferenceKeyEmbeddingModel(endpoint,
						context.beanProvider(EmbeddingModelListener.class).orderedStream().toList()));
		beans.register(Task.RERANKER, "scoring-model", ScoringModel.class,
				(endpoint, context) -> new InferenceKeyScoringModel(endpoint));
	}

	private static List<ChatModelListener> listeners(SupplierContext context) {
		return context.beanProvider(ChatModelListener.class).orderedStream().toList();
	}

}
