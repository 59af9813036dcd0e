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

package dev.inferencekey.credential;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.web.util.HtmlUtils;

/**
 * Ways in which a server may quote a key: whole or cut, in another case, encoded, split
 * by blanks, markup or invisible characters, within a message, JSON or HTML. The same
 * seed gives the same quotations.
 */
public final class KeyQuotations {

	private static final int RUN = 12;

	private static final List<String> GAPS = List.of(" ", "\n", "\r\n\t", "-", ".", "\u200b", "\u00ad", "\ufeff",
			"\u0000", "\u0085", "…", "**", "\", \"", "<wbr>", "<b></b>", "<span class=\"k3y\">", "<!-- 401 -->",
			"&shy;", "&#8203;", "&#x200b;", "\\n", "\\r\\n", "\\u200b", "%20", "%0d%0a", "\u001b[1;31m", "\\u001b[0m");

	private static final List<String> FRAMES = List.of("%s", "Incorrect API key provided: %s.",
			"{\"error\":{\"message\":\"no such key: %s\",\"code\":401}}", "<html><body><h1>401</h1>%s</body></html>",
			"Authorization: Bearer %s", "curl -H 'Authorization: Bearer %s' https://localhost", "(%s), see the log",
			"GET /v1/models?key=%s&page=2", "key %s or %<s?");

	private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9]");

	private static final Pattern NOT_BASE64 = Pattern.compile("[^A-Za-z0-9+/]");

	private static final Pattern TAGS = Pattern.compile("<[^<>]{0,200}>");

	private static final Pattern CONTROLS = Pattern.compile("(?:\u001b\\[|\u009b)[0-9;]*[A-Za-z]");

	private static final Pattern LINES = Pattern.compile("\\\\+[nrt]");

	private static final List<Pattern> HEX = List.of(Pattern.compile("%(?:25)*([0-9a-fA-F]{2})"),
			Pattern.compile("\\\\+u([0-9a-fA-F]{4})"), Pattern.compile("\\\\+x([0-9a-fA-F]{2})"));

	private static final Map<String, Set<String>> SIXES = new ConcurrentHashMap<>();

	private final String key;

	private final Random random;

	private KeyQuotations(String key, long seed) {
		this.key = key;
		this.random = new Random(seed);
	}

	/**
	 * Generate quotations, each of which shows at least 12 characters of the secret.
	 * @param key a key of the form {@code ik_live_<id>_<secret>}
	 * @param seed decides which quotations
	 * @param count how many
	 * @return the quotations
	 */
	public static Stream<String> of(String key, long seed, int count) {
		KeyQuotations quotations = new KeyQuotations(key, seed);
		return Stream.generate(quotations::next).limit(count);
	}

	/**
	 * Whether a reader can make out 12 or more characters of the secret in a row.
	 * @param text any text
	 * @param key a key of the form {@code ik_live_<id>_<secret>}
	 * @return {@code true} if the secret is exposed
	 */
	public static boolean isExposed(String text, String key) {
		String secret = secret(key);
		String reading = text;
		String before = "";
		while (!reading.equals(before)) {
			if (showsRun(reading, secret)) {
				return true;
			}
			before = reading;
			reading = decode(reading);
		}
		return false;
	}

	private static String secret(String key) {
		return key.substring(key.indexOf('_', "ik_live_".length()) + 1);
	}

	private String next() {
		String cut = cut();
		boolean encodedAsBytes = this.random.nextInt(4) == 0;
		String cased = switch (this.random.nextInt(5)) {
			case 0 -> cut.toUpperCase(Locale.ROOT);
			case 1 -> cut.toLowerCase(Locale.ROOT);
			case 2 -> encodedAsBytes ? cut : mixedCase(cut);
			default -> cut;
		};
		List<String> units = encodedAsBytes ? bytes(cased) : characters(cased);
		return FRAMES.get(this.random.nextInt(FRAMES.size())).formatted(split(units));
	}

	private String cut() {
		String secret = secret(this.key);
		int from = this.random.nextInt(secret.length() - RUN + 1);
		int to = from + RUN + this.random.nextInt(secret.length() - from - RUN + 1);
		return switch (this.random.nextInt(4)) {
			case 0 -> this.key;
			case 1 -> this.key.substring(0, this.key.length() - secret.length() + Math.max(to, RUN));
			case 2 -> secret.substring(from);
			default -> secret.substring(from, to);
		};
	}

	private String mixedCase(String text) {
		StringBuilder mixed = new StringBuilder();
		for (char c : text.toCharArray()) {
			mixed.append(this.random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c));
		}
		return mixed.toString();
	}

	private List<String> bytes(String text) {
		byte[] bytes = ("x".repeat(this.random.nextInt(3)) + text).getBytes(StandardCharsets.US_ASCII);
		String encoded = switch (this.random.nextInt(4)) {
			case 0 -> Base64.getEncoder().encodeToString(bytes);
			case 1 -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
			case 2 -> Base64.getMimeEncoder(20, new byte[] { '\r', '\n' }).encodeToString(bytes);
			default -> HexFormat.of().formatHex(bytes);
		};
		return encoded.chars().mapToObj(Character::toString).toList();
	}

	private List<String> characters(String text) {
		UnaryOperator<String> encoding = List
			.<UnaryOperator<String>>of((c) -> c, (c) -> c, (c) -> "%%%02x".formatted((int) c.charAt(0)),
					(c) -> "%%25%02X".formatted((int) c.charAt(0)), (c) -> "\\u%04x".formatted((int) c.charAt(0)),
					(c) -> "\\\\u%04X".formatted((int) c.charAt(0)), (c) -> "\\x%02x".formatted((int) c.charAt(0)),
					(c) -> "&#%d;".formatted((int) c.charAt(0)), (c) -> "&#x%x;".formatted((int) c.charAt(0)),
					(c) -> "&amp;#%d;".formatted((int) c.charAt(0)),
					(c) -> Character.toString(c.charAt(0) - '!' + '\uff01'))
			.get(this.random.nextInt(11));
		boolean all = this.random.nextBoolean();
		List<String> units = new ArrayList<>();
		for (char c : text.toCharArray()) {
			units.add((all || this.random.nextInt(3) == 0) ? encoding.apply(String.valueOf(c)) : String.valueOf(c));
		}
		return units;
	}

	private String split(List<String> units) {
		if (this.random.nextInt(3) == 0) {
			return String.join("", units);
		}
		String gap = GAPS.get(this.random.nextInt(GAPS.size()));
		boolean regular = this.random.nextBoolean();
		int width = 1 + this.random.nextInt(20);
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < units.size(); i++) {
			if (i > 0 && (regular ? i % width == 0 : this.random.nextInt(width) == 0)) {
				text.append(gap);
			}
			text.append(units.get(i));
		}
		return text.toString();
	}

	private static boolean showsRun(String text, String secret) {
		String letters = OTHERS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("");
		if (sharesRun(letters, secret)) {
			return true;
		}
		String base64 = NOT_BASE64.matcher(text.replace('-', '+').replace('_', '/')).replaceAll("");
		return Stream.of(letters, base64)
			.anyMatch((digits) -> Stream.of(0, 1, 2, 3)
				.anyMatch((offset) -> sharesRun(fromBase64(digits, offset), secret)))
				|| Stream.of(0, 1).anyMatch((offset) -> sharesRun(fromHex(letters, offset), secret));
	}

	// In any twelve characters there are six that begin at a multiple of seven.
	private static boolean sharesRun(String text, String secret) {
		String lower = text.toLowerCase(Locale.ROOT);
		String lowerSecret = secret.toLowerCase(Locale.ROOT);
		Set<String> sixes = SIXES.computeIfAbsent(lowerSecret, KeyQuotations::sixes);
		boolean possible = IntStream.rangeClosed(0, (lower.length() - 6) / 7)
			.anyMatch((seven) -> sixes.contains(lower.substring(seven * 7, Math.min(seven * 7 + 6, lower.length()))));
		return possible && IntStream.rangeClosed(0, secret.length() - RUN)
			.anyMatch((from) -> lower.contains(lowerSecret.substring(from, from + RUN)));
	}

	private static Set<String> sixes(String secret) {
		return IntStream.rangeClosed(0, secret.length() - 6)
			.mapToObj((from) -> secret.substring(from, from + 6))
			.collect(Collectors.toSet());
	}

	private static String fromBase64(String digits, int offset) {
		String whole = digits.substring(Math.min(offset, digits.length()));
		String padded = whole + "A".repeat((4 - whole.length() % 4) % 4);
		return new String(Base64.getDecoder().decode(padded), StandardCharsets.ISO_8859_1);
	}

	private static String fromHex(String letters, int offset) {
		StringBuilder text = new StringBuilder();
		for (int i = offset; i + 2 <= letters.length(); i += 2) {
			int high = Character.digit(letters.charAt(i), 16);
			int low = Character.digit(letters.charAt(i + 1), 16);
			text.append((high >= 0 && low >= 0) ? (char) (high << 4 | low) : ' ');
		}
		return text.toString();
	}

	private static String decode(String text) {
		String plain = CONTROLS.matcher(TAGS.matcher(text).replaceAll("")).replaceAll("");
		for (Pattern hex : HEX) {
			plain = hex.matcher(plain)
				.replaceAll((match) -> Matcher
					.quoteReplacement(Character.toString((char) Integer.parseInt(match.group(1), 16))));
		}
		return HtmlUtils.htmlUnescape(LINES.matcher(plain).replaceAll(""));
	}

}
