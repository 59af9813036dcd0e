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

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws panels as SVG, three in a row, on a background that suits light and dark pages.
 */
final class Picture {

	private static final int COLUMNS = 3;

	private static final int WIDTH = 470;

	private static final int HEIGHT = 210;

	private static final int LEFT = 56;

	private static final int TOP = 34;

	private static final int PLOT_WIDTH = WIDTH - LEFT - 16;

	private static final int PLOT_HEIGHT = HEIGHT - TOP - 52;

	private static final int BAR_LEFT = 120;

	private static final List<String> COLORS = List.of("#5794f2", "#f2495c", "#ff9830", "#73bf69", "#b877d9");

	private final Map<Panel, List<Series>> panels;

	private final Duration duration;

	private final StringBuilder svg = new StringBuilder();

	Picture(Map<Panel, List<Series>> panels, Duration duration) {
		this.panels = panels;
		this.duration = duration;
	}

	String svg() {
		int rows = (this.panels.size() + COLUMNS - 1) / COLUMNS;
		add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">",
				COLUMNS * WIDTH, rows * HEIGHT);
		add("<rect width=\"100%%\" height=\"100%%\" fill=\"#181b1f\"/>");
		int number = 0;
		for (Map.Entry<Panel, List<Series>> panel : this.panels.entrySet()) {
			add("<g transform=\"translate(%d,%d)\">", (number % COLUMNS) * WIDTH, (number / COLUMNS) * HEIGHT);
			add("<text x=\"12\" y=\"20\" fill=\"#d8d9da\" font-size=\"13\">%s</text>", panel.getKey().title());
			if (panel.getKey().type().equals("bargauge")) {
				bars(panel.getValue());
			}
			else {
				lines(panel.getValue());
			}
			add("</g>");
			number++;
		}
		add("</svg>");
		return this.svg.toString();
	}

	private static double most(List<Series> series) {
		double most = series.stream()
			.flatMap((line) -> line.points().stream())
			.mapToDouble(Series.Point::value)
			.max()
			.orElse(0);
		return (most > 0) ? most : 1;
	}

	private void lines(List<Series> series) {
		double top = most(series) * 1.1;
		for (int i = 0; i <= 4; i++) {
			double y = TOP + PLOT_HEIGHT * (1 - i / 4.0);
			add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#33363b\"/>", LEFT, y, LEFT + PLOT_WIDTH,
					y);
			add("<text x=\"%d\" y=\"%.1f\" fill=\"#9fa3a8\" text-anchor=\"end\">%s</text>", LEFT - 6, y + 4,
					number(top * i / 4));
		}
		add("<text x=\"%d\" y=\"%d\" fill=\"#9fa3a8\">0 s</text>", LEFT, TOP + PLOT_HEIGHT + 16);
		add("<text x=\"%d\" y=\"%d\" fill=\"#9fa3a8\" text-anchor=\"end\">%d s</text>", LEFT + PLOT_WIDTH,
				TOP + PLOT_HEIGHT + 16, this.duration.toSeconds());
		int number = 0;
		int legend = LEFT;
		for (Series line : series) {
			String color = COLORS.get(number++ % COLORS.size());
			add("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>", color,
					points(line.points(), top));
			add("<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"3\" fill=\"%s\"/>", legend, HEIGHT - 19, color);
			add("<text x=\"%d\" y=\"%d\" fill=\"#c7c9cc\">%s</text>", legend + 14, HEIGHT - 14, line.name());
			legend += 26 + 6 * line.name().length();
		}
	}

	private void bars(List<Series> series) {
		double most = most(series);
		int y = TOP + 10;
		for (Series bar : series) {
			double value = bar.points().get(bar.points().size() - 1).value();
			add("<text x=\"%d\" y=\"%d\" fill=\"#c7c9cc\" text-anchor=\"end\">%s</text>", BAR_LEFT - 8, y + 12,
					bar.name());
			add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" fill=\"%s\"/>", BAR_LEFT, y,
					(WIDTH - BAR_LEFT - 80) * value / most, COLORS.get(0));
			add("<text x=\"%.1f\" y=\"%d\" fill=\"#c7c9cc\">%s</text>",
					BAR_LEFT + 8 + (WIDTH - BAR_LEFT - 80) * value / most, y + 12, number(value));
			y += 30;
		}
	}

	private String points(List<Series.Point> points, double top) {
		return points.stream()
			.map((point) -> String.format(Locale.ROOT, "%.1f,%.1f",
					LEFT + PLOT_WIDTH * point.second() / this.duration.toSeconds(),
					TOP + PLOT_HEIGHT * (1 - point.value() / top)))
			.collect(Collectors.joining(" "));
	}

	private static String number(double value) {
		String format = (value >= 10 || value == 0) ? "%.0f" : (value >= 1) ? "%.1f" : (value >= 0.1) ? "%.2f" : "%.2g";
		return String.format(Locale.ROOT, format, value);
	}

	@SuppressWarnings("AnnotateFormatMethod")
	private void add(String format, Object... arguments) {
		this.svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
	}

}
