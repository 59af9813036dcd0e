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

package dev.inferencekey.samples.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.inferencekey.samples.benchmarks.FleetPlatform.Phase;

/**
 * The calls of a fleet and the requests that came of them, second by second.
 */
final class FleetPicture {

	private static final int LEFT = 56;

	private static final int WIDTH = 720;

	private static final int HEIGHT = 150;

	private static final int REQUESTS_TOP = 96;

	private static final int RATIO_TOP = 310;

	private final Fleet fleet;

	private final StringBuilder svg = new StringBuilder();

	FleetPicture(Fleet fleet) {
		this.fleet = fleet;
	}

	String svg() {
		add("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 510" width="800" height="510" font-family="system-ui, sans-serif" font-size="12">
				<style>text{fill:#424a53}.head{font-size:17px;font-weight:600;fill:#1b1f24}.title{font-size:13px;font-weight:600;fill:#1b1f24}.end{text-anchor:end}.middle{text-anchor:middle}.phase{fill:#f2c9c4;opacity:.5}.grid{stroke:#d8dee4}.limit{stroke:#b42318;stroke-dasharray:5 4}.calls{fill:none;stroke:#8c959f;stroke-width:2}.requests{fill:none;stroke:#0f766e;stroke-width:2}.failed{fill:none;stroke:#b42318;stroke-width:2}</style>
				<rect width="800" height="510" fill="#ffffff"/>""");
		add("<text class=\"head\" x=\"20\" y=\"28\">A fleet through a cold start and an outage</text>");
		add("<text x=\"20\" y=\"48\">%d clients, %,d calls a second in all, %.2f requests a call in total</text>",
				Fleet.CLIENTS, Fleet.CALLS_PER_SECOND, this.fleet.total());
		double most = IntStream.range(0, Fleet.SECONDS).map(this.fleet::received).max().orElse(1);
		double top = Math.ceil(most / 2000) * 2000;
		axes(REQUESTS_TOP, "In each second", top, "%,.0f");
		line("calls", REQUESTS_TOP, top, 0, Fleet.SECONDS, this.fleet::begun);
		line("requests", REQUESTS_TOP, top, 0, Fleet.SECONDS, this.fleet::received);
		line("failed", REQUESTS_TOP, top, 0, Fleet.SECONDS, this.fleet::failed);
		legend("calls", 200, "calls that begin");
		legend("requests", 345, "requests to the platform");
		legend("failed", 535, "calls that begin and will fail");
		axes(RATIO_TOP, "Requests for each call that begins in " + Fleet.WINDOW_SECONDS + " s", 1.6, "%.1f");
		double limit = y(RATIO_TOP, Fleet.LIMIT, 1.6);
		add("<line class=\"limit\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, LEFT + WIDTH, limit, limit);
		add("<text class=\"end\" x=\"%d\" y=\"%.1f\">%.1f</text>", LEFT - 6, limit + 4, Fleet.LIMIT);
		// Each window at its middle.
		line("requests", RATIO_TOP, 1.6, 0, Fleet.CALLING_SECONDS - Fleet.WINDOW_SECONDS + 1, this.fleet::ratio,
				Fleet.WINDOW_SECONDS / 2.0);
		add("<text x=\"20\" y=\"%d\">Seconds. Shaded: the platform %s.</text>", RATIO_TOP + HEIGHT + 40, shaded());
		return this.svg.append("</svg>\n").toString();
	}

	private static String shaded() {
		return Arrays.stream(Phase.values())
			.filter((phase) -> phase != Phase.UP && phase != Phase.UP_AGAIN)
			.map((phase) -> phase.title + " (" + phase.start() + " to " + phase.end() + ")")
			.collect(Collectors.joining(", "));
	}

	private void axes(int top, String title, double max, String format) {
		for (Phase phase : Phase.values()) {
			if (phase != Phase.UP && phase != Phase.UP_AGAIN) {
				add("<rect class=\"phase\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>", x(phase.start()), top,
						x(phase.seconds) - LEFT - 1, HEIGHT);
			}
		}
		add("<text class=\"title\" x=\"20\" y=\"%d\">%s</text>", top - 18, title);
		for (int part = 0; part <= 2; part++) {
			double y = y(top, max * part / 2, max);
			add("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, LEFT + WIDTH, y, y);
			add("<text class=\"end\" x=\"%d\" y=\"%.1f\">" + format + "</text>", LEFT - 6, y + 4, max * part / 2);
		}
		for (int second = 0; second <= Fleet.SECONDS; second += 10) {
			add("<text class=\"middle\" x=\"%.1f\" y=\"%d\">%d</text>", x(second), top + HEIGHT + 16, second);
		}
	}

	private void legend(String line, int x, String text) {
		add("<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", line, x, x + 18, REQUESTS_TOP - 22,
				REQUESTS_TOP - 22);
		add("<text x=\"%d\" y=\"%d\">%s</text>", x + 24, REQUESTS_TOP - 18, text);
	}

	private void line(String kind, int top, double max, int from, int to, IntToDoubleFunction value) {
		line(kind, top, max, from, to, value, 0.5);
	}

	private void line(String kind, int top, double max, int from, int to, IntToDoubleFunction value, double offset) {
		add("<polyline class=\"%s\" points=\"%s\"/>", kind,
				IntStream.range(from, to)
					.mapToObj((second) -> String.format(Locale.ROOT, "%.1f,%.1f", x(second + offset),
							y(top, value.applyAsDouble(second), max)))
					.collect(Collectors.joining(" ")));
	}

	private static double x(double second) {
		return LEFT + WIDTH * second / Fleet.SECONDS;
	}

	private static double y(int top, double value, double max) {
		return top + HEIGHT * (1 - value / max);
	}

	@SuppressWarnings("AnnotateFormatMethod")
	private void add(String format, Object... arguments) {
		this.svg.append((arguments.length > 0) ? String.format(Locale.ROOT, format, arguments) : format).append('\n');
	}

}
