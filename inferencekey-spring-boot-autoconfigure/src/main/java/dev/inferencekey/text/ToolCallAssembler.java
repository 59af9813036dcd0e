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

package dev.inferencekey.text;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes tool calls of what the messages or chunks of one answer say of them. Engines
 * disagree on how fragments are told apart: by index, by id, or only by a name that comes
 * when the arguments before it are whole.
 */
final class ToolCallAssembler {

	private static final int MAX_OPEN = 1024;

	private static final int ID_LENGTH = 9;

	private static final String ID_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

	private final List<Open> open = new ArrayList<>();

	private int size;

	/**
	 * Make calls of fragments that are whole.
	 * @param fragments one for each call
	 * @return the calls
	 */
	List<ToolCall> whole(List<ToolCallFragment> fragments) {
		List<ToolCall> calls = new ArrayList<>(fragments.size());
		for (ToolCallFragment fragment : fragments) {
			Open call = new Open(0);
			call.add(fragment);
			if (!call.isEmpty()) {
				calls.add(close(call));
			}
		}
		return calls;
	}

	/**
	 * Add what a chunk says.
	 * @param choice the choice of the chunk
	 * @param fragments what it says of tool calls
	 * @return the calls of the choice that are complete, since another has begun
	 */
	List<ToolCall> add(int choice, List<ToolCallFragment> fragments) {
		if (fragments.isEmpty()) {
			return List.of();
		}
		fragments.forEach((fragment) -> append(choice, fragment));
		return take(choice, false);
	}

	/**
	 * Add what a chunk says of one call.
	 * @param choice the choice of the chunk
	 * @param fragment what it says
	 * @return the calls of the choice that are complete, since another has begun
	 */
	List<ToolCall> add(int choice, ToolCallFragment fragment) {
		append(choice, fragment);
		return take(choice, false);
	}

	private void append(int choice, ToolCallFragment fragment) {
		String piece = fragment.arguments();
		this.size += (piece != null) ? piece.length() : 0;
		if (this.size > TextAccumulator.MAX_TEXT) {
			throw new UnreadableResponseException(
					"the tool calls of a stream are longer than " + TextAccumulator.MAX_TEXT + " characters");
		}
		of(choice, fragment).add(fragment);
	}

	/**
	 * The calls of a choice that has ended.
	 * @param choice the choice
	 * @return those that were not returned before
	 */
	List<ToolCall> rest(int choice) {
		return this.open.isEmpty() ? List.of() : take(choice, true);
	}

	boolean isOpen(int choice) {
		return last(choice) != null;
	}

	private Open of(int choice, ToolCallFragment fragment) {
		Open last = last(choice);
		Open call = last;
		if (last != null && last.index != null && fragment.index() != null) {
			Open same = withIndex(choice, fragment.index());
			call = (same != null || fragment.name() != null) ? same : last;
		}
		else if (fragment.index() == null && fragment.id() != null && fragment.name() == null) {
			Open same = withId(choice, fragment.id());
			call = (same != null) ? same : last;
		}
		if (call != null && !call.endsBefore(fragment)) {
			return call;
		}
		if (this.open.size() == MAX_OPEN) {
			throw new UnreadableResponseException("the stream has more than " + MAX_OPEN + " unfinished tool calls");
		}
		Open next = new Open(choice);
		this.open.add(next);
		return next;
	}

	private @Nullable Open last(int choice) {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			if (this.open.get(i).choice == choice) {
				return this.open.get(i);
			}
		}
		return null;
	}

	// The latest, where all have the same.
	private @Nullable Open withIndex(int choice, Integer index) {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			Open call = this.open.get(i);
			if (call.choice == choice && index.equals(call.index)) {
				return call;
			}
		}
		return null;
	}

	private @Nullable Open withId(int choice, String id) {
		for (Open call : this.open) {
			if (call.choice == choice && id.equals(call.id)) {
				return call;
			}
		}
		return null;
	}

	private List<ToolCall> take(int choice, boolean ended) {
		Open last = last(choice);
		if (!ended && last == this.open.get(0)) {
			// As with most fragments, which go on with the only call.
			return List.of();
		}
		List<ToolCall> calls = new ArrayList<>();
		for (Iterator<Open> each = this.open.iterator(); each.hasNext();) {
			Open call = each.next();
			if (call.choice != choice) {
				continue;
			}
			// Fragments of several calls may be mixed: what is not whole may go on.
			if (!ended && (call == last || !call.isWhole())) {
				break;
			}
			each.remove();
			if (!call.isEmpty()) {
				calls.add(close(call));
			}
		}
		return List.copyOf(calls);
	}

	private ToolCall close(Open call) {
		String id = (call.id != null) ? call.id : generateId();
		return ToolCall.of(id, (call.name != null) ? call.name : "", arguments(call.arguments.toString()));
	}

	// Some engines say null for no arguments, or put the text of an object into a string.
	private static String arguments(String text) {
		String arguments = text.strip();
		if (arguments.isEmpty() || arguments.equals("null")) {
			return "{}";
		}
		if (arguments.startsWith("\"")) {
			try {
				String inner = JsonMapper.shared().readTree(arguments).asString().strip();
				return inner.startsWith("{") ? inner : text;
			}
			catch (JacksonException ex) {
				return text;
			}
		}
		return text;
	}

	// Of the shape that Mistral's templates insist on, and never the same in two answers
	// of one conversation.
	private static String generateId() {
		return ThreadLocalRandom.current()
			.ints(ID_LENGTH, 0, ID_CHARACTERS.length())
			.mapToObj((i) -> ID_CHARACTERS.substring(i, i + 1))
			.collect(Collectors.joining());
	}

	/**
	 * A call to which more may come.
	 */
	private static final class Open {

		private final int choice;

		private final StringBuilder arguments = new StringBuilder();

		private @Nullable Integer index;

		private @Nullable String id;

		private @Nullable String name;

		private boolean begun;

		private int depth;

		private boolean quoted;

		private boolean escaped;

		Open(int choice) {
			this.choice = choice;
		}

		void add(ToolCallFragment fragment) {
			this.index = (this.index != null) ? this.index : fragment.index();
			this.id = (this.id != null) ? this.id : fragment.id();
			this.name = (this.name != null) ? this.name : fragment.name();
			if (fragment.arguments() != null) {
				this.arguments.append(fragment.arguments());
				for (int i = 0; i < fragment.arguments().length(); i++) {
					follow(fragment.arguments().charAt(i));
				}
			}
		}

		// Just enough to know where the arguments end; what is in them is not checked.
		private void follow(int c) {
			this.begun |= c > ' ';
			if (this.quoted) {
				this.quoted = this.escaped || c != '"';
				this.escaped = !this.escaped && c == '\\';
				return;
			}
			switch (c) {
				case '"' -> this.quoted = true;
				case '{', '[' -> this.depth++;
				case '}', ']' -> this.depth--;
				default -> {
				}
			}
		}

		boolean isWhole() {
			return this.begun && !this.quoted && this.depth == 0;
		}

		boolean isEmpty() {
			return !this.begun && this.id == null && this.name == null;
		}

		// A fragment without a name goes on, even where the engine gives each a new id.
		boolean endsBefore(ToolCallFragment fragment) {
			if (fragment.name() == null || this.name == null) {
				return false;
			}
			if (this.id != null && fragment.id() != null && !this.id.equals(fragment.id())) {
				return true;
			}
			boolean sameName = this.name.equals(fragment.name());
			boolean sameAgain = sameName && (fragment.arguments() == null || fragment.arguments().isBlank());
			return this.begun ? isWhole() && !sameAgain : !sameName;
		}

	}

}
