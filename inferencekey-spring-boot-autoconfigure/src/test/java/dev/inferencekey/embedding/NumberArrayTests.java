package dev.inferencekey.embedding;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Floats read in place against those that the JDK reads.
 */
class NumberArrayTests {

	private static float[] read(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
		NumberArray array = NumberArray.read(bytes, 0, bytes.length, 4);
		assertThat(bytes).as("left as it is").isEqualTo(json.getBytes(StandardCharsets.US_ASCII));
		if (array == null) {
			return new float[0];
		}
		assertThat(array.end()).isEqualTo(bytes.length);
		return array.numbers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-0", "0.0", "-0.0", "1", "-1", "0.1", "-0.000123", "1e-5", "1E+5", "2.5e10",
			"3.4028235e38", "1e39", "-1e39", "1.17549435e-38", "1e-45", "1e-46", "123456789012345678901234567890",
			"0.30000001192092896", "16777217", "16777219", "1.00000005960464477539", "1.000000059604644775390625",
			"1.0000000596046447753906251", "9007199254740993", "0.1234567890123456789e-10", "7e-23", "7e22",
			"-0.017825307324528694", "0.00017825307324528694", "12345678", "123456789", "0.12345678", "0.1234567" })
	void numberWhenReadInPlaceThenTheSameFloatAsTheJdk(String text) {
		float[] read = read("[ " + text + " ]");
		assertThat(read).hasSize(1);
		assertThat(Float.floatToRawIntBits(read[0])).isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
	}

	@Test
	void numbersWhenRandomThenTheSameFloatsAsTheJdk() {
		Random random = new Random(1);
		for (int round = 0; round < 200_000; round++) {
			String text = switch (round % 4) {
				case 0 -> Float.toString(Float.intBitsToFloat(random.nextInt(0x7f800000)));
				case 1 -> Double.toString(random.nextDouble() * 2 - 1);
				case 2 -> String.format(Locale.ROOT, "%.8f", random.nextDouble() - 0.5);
				default -> middle(Float.intBitsToFloat(random.nextInt(0x01000000, 0x7f000000)));
			};
			assertThat(Float.floatToRawIntBits(read("[" + text + "]")[0])).as(text)
				.isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
		}
	}

	// Between two floats, where rounding twice goes wrong.
	private static String middle(float value) {
		return Double.toString((double) value + (double) Math.ulp(value) / 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[1", "[1,", "[1,]", "[,1]", "[null]", "[NaN]", "[\"1\"]", "[[1]]", "[01]", "[1.]",
			"[.5]", "[+1]", "[1e]", "[1e+]", "[-]", "[1 2]", "[1}", "1]", "[1e9999]" })
	void arrayWhenUnusualThenLeftToJackson(String json) {
		assertThat(read(json)).isEmpty();
	}

	@Test
	void arrayWhenSomethingFollowsThenItEndsBefore() {
		byte[] bytes = "[1.5, -2]}, [3]".getBytes(StandardCharsets.US_ASCII);
		NumberArray array = NumberArray.read(bytes, 0, bytes.length, 1);
		assertThat(array).isNotNull();
		assertThat(array.numbers()).containsExactly(1.5f, -2f);
		assertThat(array.end()).isEqualTo(9);
	}

	@Test
	void arrayWhenCutOffBeforeOtherBytesThenLeftToJackson() {
		byte[] bytes = "[1.5, -2] from an answer before".getBytes(StandardCharsets.US_ASCII);
		assertThat(NumberArray.read(bytes, 0, 7, 1)).isNull();
		assertThat(NumberArray.read(bytes, 0, 8, 1)).isNull();
		assertThat(NumberArray.read(bytes, 0, 9, 1)).isNotNull();
	}

}
