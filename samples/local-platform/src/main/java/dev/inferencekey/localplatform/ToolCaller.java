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

package dev.inferencekey.localplatform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Decides which tools a question is for, by the likeness of the question and what the
 * tools say they do, and fills their arguments from the question.
 */
final class ToolCaller {

	/**
	 * The likeness from which a tool is called that need not be. It lies between that of
	 * questions which the tools of the tests answer and that of other questions.
	 */
	private static final double RELEVANT = 0.42;

	/**
	 * What it counts when a tool has every word of the question.
	 */
	private static final double SHARED_WORDS = 0.3;

	/**
	 * A part of a question that is as short as this repeats the call before it, as the
	 * end of "the weather in Madrid and Paris" does.
	 */
	private static final int ELLIPSIS = 4;

	private static final int MAX_CALLS = 8;

	private static final Pattern BETWEEN_PARTS = Pattern.compile("(?<=[.?!;])\\s+|,?\\s+(?:and|then|y|luego)\\s+");

	private final MiniLm model;

	private final List<Candidate> candidates;

	private final boolean parallel;

	/**
	 * Create a caller.
	 * @param tools the tools of a request, at least one of them callable
	 * @param model what compares question and tools
	 */
	ToolCaller(Tools tools, MiniLm model) {
		this.model = model;
		this.candidates = tools.callable().stream().map((tool) -> new Candidate(tool, model)).toList();
		this.parallel = tools.parallel();
	}

	/**
	 * The calls that a question asks for, none when no tool is like it or when the
	 * arguments cannot be taken from it.
	 */
	List<ToolCall> relevant(String question) {
		List<ToolCall> calls = this.parallel ? perPart(question) : List.of();
		if (calls.isEmpty()) {
			Match best = best(question);
			calls = (best.likeness() >= RELEVANT) ? call(best.tool(), question, question, List.of()) : List.of();
		}
		return calls;
	}

	/**
	 * The calls that a question asks for, or else one of the tool that is most like it.
	 * @return the calls, none when the arguments cannot be taken from the question
	 */
	List<ToolCall> required(String question) {
		List<ToolCall> relevant = relevant(question);
		return relevant.isEmpty() ? call(best(question).tool(), question, question, List.of()) : relevant;
	}

	private List<ToolCall> perPart(String question) {
		List<ToolCall> calls = new ArrayList<>();
		@Nullable Tool before = null;
		for (String part : BETWEEN_PARTS.splitAsStream(question).toList()) {
			Match best = best(part);
			if (best.likeness() >= RELEVANT) {
				before = best.tool();
			}
			else if (before == null || Words.of(part).size() > ELLIPSIS) {
				continue;
			}
			if (calls.size() < MAX_CALLS) {
				calls.addAll(call(before, part, question, calls));
			}
		}
		return calls;
	}

	private List<ToolCall> call(Tool tool, String part, String question, List<ToolCall> before) {
		SchemaFiller.Filled arguments = SchemaFiller.fill(tool.arguments(), new QuestionSource(part, question),
				new ScalarFiller(part, null));
		boolean repeated = before.stream()
			.anyMatch((call) -> call.name().equals(tool.name()) && call.arguments().equals(arguments.json()));
		if (repeated || !arguments.fits()) {
			return List.of();
		}
		String id = "call_" + UUID.randomUUID().toString().replace("-", "");
		return List.of(new ToolCall(id, tool.name(), arguments.json()));
	}

	private Match best(String question) {
		float[] vector = this.model.embed(question);
		Set<String> stems = Words.stems(question);
		boolean spanish = Language.of(question) == Language.SPANISH;
		return this.candidates.stream()
			.map((candidate) -> new Match(candidate.tool, candidate.likeness(vector, stems, spanish)))
			.max(Comparator.comparingDouble(Match::likeness))
			.orElseThrow();
	}

	private record Match(Tool tool, double likeness) {

	}

	/**
	 * A tool, with the vector and the stems of what it does.
	 */
	private static final class Candidate {

		private final Tool tool;

		private final float[] vector;

		private final Set<String> stems;

		Candidate(Tool tool, MiniLm model) {
			String name = String.join(" ", new Field(tool.name(), tool.arguments().root()).nameWords());
			String text = name + ". " + tool.description();
			this.tool = tool;
			this.vector = model.embed(text);
			this.stems = Words.stems(text);
		}

		/**
		 * The model was trained on English: to it, everything in Spanish is alike.
		 */
		double likeness(float[] question, Set<String> questionStems, boolean spanish) {
			long shared = questionStems.stream().filter(this.stems::contains).count();
			if (shared == 0) {
				return spanish ? 0 : MiniLm.cosine(question, this.vector);
			}
			return MiniLm.cosine(question, this.vector) + SHARED_WORDS * shared / questionStems.size();
		}

	}

}
