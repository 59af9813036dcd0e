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

package dev.inferencekey.autoconfigure;

import java.util.Collection;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name that somebody probably meant. Case, dashes and underscores do not count,
 * as in Spring Boot's relaxed binding.
 */
final class SimilarNames {

	private static final int SHORT = 4;

	private static final int MEDIUM = 8;

	private SimilarNames() {
	}

	/**
	 * The candidate that is closest to a name.
	 * @param name the name as it was written
	 * @param candidates the names that exist
	 * @return the closest candidate, or {@code null} if none is close
	 */
	static @Nullable String closest(String name, Collection<String> candidates) {
		String wanted = canonical(name);
		String best = null;
		int least = tolerance(wanted) + 1;
		for (String candidate : candidates) {
			int distance = distance(wanted, canonical(candidate));
			if (distance < least) {
				best = candidate;
				least = distance;
			}
		}
		return best;
	}

	static boolean isClose(String name, String candidate) {
		String wanted = canonical(name);
		return distance(wanted, canonical(candidate)) <= tolerance(wanted);
	}

	/**
	 * The form in which relaxed binding compares names.
	 * @param name any name
	 * @return the name in lower case, without dashes and underscores
	 */
	static String canonical(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

	// In a short name, two other letters make another word.
	private static int tolerance(String name) {
		if (name.length() <= SHORT) {
			return 1;
		}
		return (name.length() <= MEDIUM) ? 2 : 3;
	}

	// Optimal string alignment: two neighbours that changed places count once.
	private static int distance(String left, String right) {
		int[][] distances = new int[left.length() + 1][right.length() + 1];
		for (int i = 0; i <= left.length(); i++) {
			for (int j = 0; j <= right.length(); j++) {
				if (i == 0 || j == 0) {
					distances[i][j] = i + j;
					continue;
				}
				int substitution = (left.charAt(i - 1) != right.charAt(j - 1)) ? 1 : 0;
				int least = Math.min(Math.min(distances[i - 1][j], distances[i][j - 1]) + 1,
						distances[i - 1][j - 1] + substitution);
				if (i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
						&& left.charAt(i - 2) == right.charAt(j - 1)) {
					least = Math.min(least, distances[i - 2][j - 2] + 1);
				}
				distances[i][j] = least;
			}
		}
		return distances[left.length()][right.length()];
	}

}
