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

package dev.inferencekey.langchain4j;

import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/**
 * Tells a handler of the events of a stream, and is the handle that cancels it.
 */
final class HandlerStream implements StreamingHandle {

	private static final Logger logger = LoggerFactory.getLogger(HandlerStream.class);

	private final StreamingChatResponseHandler handler;

	private final Disposable.Swap subscription = Disposables.swap();

	HandlerStream(StreamingChatResponseHandler handler) {
		this.handler = handler;
	}

	void start(Flux<ChatModelStreamingEvent> events) {
		// The handler calls tools and other models, in the trace of the caller: handle()
		// restores what contextCapture() finds.
		this.subscription
			.update(events.<Object>handle((event, sink) -> tell(event)).contextCapture().subscribe((event) -> {
			}, this::fail));
	}

	@Override
	public void cancel() {
		this.subscription.dispose();
	}

	@Override
	public boolean isCancelled() {
		return this.subscription.isDisposed();
	}

	// As with LangChain4j's own models, a handler that fails is told of it, and of what
	// follows. After an Error the stream ends; Reactor would let the handler wait for
	// ever.
	private void tell(ChatModelStreamingEvent event) {
		try {
			if (event instanceof PartialResponse text) {
				this.handler.onPartialResponse(text, new PartialResponseContext(this));
			}
			else if (event instanceof PartialThinking thinking) {
				this.handler.onPartialThinking(thinking, new PartialThinkingContext(this));
			}
			else if (event instanceof CompleteToolCall call) {
				this.handler.onCompleteToolCall(call);
			}
			else if (event instanceof CompleteResponse complete) {
				this.handler.onCompleteResponse(complete.chatResponse());
			}
		}
		catch (Exception ex) {
			fail(ex);
		}
		catch (Error ex) {
			cancel();
			fail(ex);
		}
	}

	private void fail(Throwable failure) {
		try {
			this.handler.onError(failure);
		}
		catch (Exception ex) {
			logger.warn("The handler of a stream failed in onError", ex);
		}
	}

}
