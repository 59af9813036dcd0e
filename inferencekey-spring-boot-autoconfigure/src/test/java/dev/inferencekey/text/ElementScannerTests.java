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
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Elements of lists that come in pieces.
 */
class ElementScannerTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '!',
			value = { "{\"items\":[{\"a\":1},{\"a\":[{}]}]} | {\"a\":1} {\"a\":[{}]} | true",
					"{ \"items\" : [ 1, 2.5,true ,null] } | 1 2.5 true null | true",
					"{\"items\":[\"a]b\",\"c\\\\\",\"d\\\"]\"]} | \"a]b\" \"c\\\\\" \"d\\\"]\" | true",
					"As [1] says:```json [{\"a\":\"}\"}] ``` [{}] | {\"a\":\"}\"} | true",
					"{\"other\":[1],\"items\":[2]} | 2 | true", "{\"items\":[]} | !! | true",
					"{\"items\":[{\"a\":1},{\"a\" | {\"a\":1} | false", "There are [none]. | !! | false",
					"[] | !! | true", "``` json [1] | !! | false", "```json [ 1, -2.5] ``` | 1 -2.5 | true",
					"- [] buy {\"items\":[{}]} | {} | true" })
	void nextWhenSplitAnywhereThenTheSameElements(String text, String elements, boolean ended) {
		for (int size = 1; size <= text.length(); size++) {
			ElementScanner scanner = new ElementScanner();
			List<String> found = new ArrayList<>();
			for (int from = 0; from < text.length(); from += size) {
				scanner.feed(text.substring(from, Math.min(text.length(), from + size)));
				for (String next = scanner.next(); next != null; next = scanner.next()) {
					found.add(next);
				}
			}
			assertThat(String.join(" ", found)).as("pieces of %d", size).isEqualTo(elements);
			assertThat(scanner.isEnded()).isEqualTo(ended);
		}
	}

}
