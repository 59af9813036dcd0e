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

package dev.inferencekey.samples.dashboard;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a recording as SVG, with two charts in a row and a background that suits light
 * and dark pages.
 */
final class Picture {

	private static final int WIDTH = 470;

	private static final int HEIGHT = 210;

	private static final int LEFT = 48;

	private static final int TOP = 34;

	private static final int PLOT_WIDTH = WIDTH - LEFT - 16;

	private static final int PLOT_HEIGHT = HEIGHT - TOP - 52;

	private static final List<String> COLORS = List.of("#5794f2", "#f2495c", "#ff9830", "#73bf69", "#b877d9");

	private final Recording recording;

	private final StringBuilder svg = new StringBuilder();

	Picture(Recording recording) {
		this.recording = recording;
	}

	String svg() {
		int rows = (this.recording.panels().size() + 1) / 2;
		add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">",
				2 * WIDTH, rows * HEIGHT);
		add("<rect width=\"100%%\" height=\"100%%\" fill=\"#181b1f\"/>");
		int number = 0;
		for (Map.Entry<String, Map<String, List<Double>>> panel : this.recording.panels().entrySet()) {
			add("<g transform=\"translate(%d,%d)\">", (number % 2) * WIDTH, (number / 2) * HEIGHT);
			chart(panel.getKey(), panel.getValue());
			add("</g>");
			number++;
		}
		add("</svg>");
		return this.svg.toString();
	}

	private void chart(String title, Map<String, List<Double>> series) {
		double max = series.values().stream().flatMap(List::stream).mapToDouble(Double::doubleValue).max().orElse(0);
		double top = Math.max(1, max * 1.1);
		add("<text x=\"12\" y=\"20\" fill=\"#d8d9da\" font-size=\"13\">%s</text>", title);
		for (int i = 0; i <= 4; i++) {
			double y = TOP + PLOT_HEIGHT * (1 - i / 4.0);
			add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#33363b\"/>", LEFT, y, LEFT + PLOT_WIDTH,
					y);
			add("<text x=\"%d\" y=\"%.1f\" fill=\"#9fa3a8\" text-anchor=\"end\">%s</text>", LEFT - 6, y + 4,
					number(top * i / 4));
		}
		add("<text x=\"%d\" y=\"%d\" fill=\"#9fa3a8\">0 s</text>", LEFT, TOP + PLOT_HEIGHT + 16);
		add("<text x=\"%d\" y=\"%d\" fill=\"#9fa3a8\" text-anchor=\"end\">%d s</text>", LEFT + PLOT_WIDTH,
				TOP + PLOT_HEIGHT + 16, this.recording.length().toSeconds());
		int number = 0;
		int legend = LEFT;
		for (Map.Entry<String, List<Double>> line : series.entrySet()) {
			String color = COLORS.get(number++ % COLORS.size());
			add("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>", color,
					points(line.getValue(), top));
			add("<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"3\" fill=\"%s\"/>", legend, HEIGHT - 19, color);
			add("<text x=\"%d\" y=\"%d\" fill=\"#c7c9cc\">%s</text>", legend + 14, HEIGHT - 14, line.getKey());
			legend += 30 + 6 * line.getKey().length();
		}
	}

	private static String points(List<Double> values, double top) {
		StringBuilder points = new StringBuilder();
		double step = (double) PLOT_WIDTH / Math.max(1, values.size() - 1);
		for (int i = 0; i < values.size(); i++) {
			points.append(String.format(Locale.ROOT, "%.1f,%.1f ", LEFT + i * step,
					TOP + PLOT_HEIGHT * (1 - values.get(i) / top)));
		}
		return points.toString().strip();
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value < 10) ? "%.1f" : "%.0f", value);
	}

	@SuppressWarnings("AnnotateFormatMethod")
	private void add(String format, Object... arguments) {
		this.svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
	}

}
