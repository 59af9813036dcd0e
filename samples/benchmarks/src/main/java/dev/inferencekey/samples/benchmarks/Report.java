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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The results as a table, and as bars.
 */
final class Report {

	private static final int BAR = 17;

	private static final int LEFT = 170;

	private static final double WIDTH = 560;

	private final StringBuilder table = new StringBuilder();

	private final StringBuilder bars = new StringBuilder();

	private int y = 74;

	private final String subtitle;

	Report(String subtitle) {
		this.subtitle = subtitle;
		this.table.append(subtitle).append("\n");
	}

	/**
	 * Add one kind of work to the table and to the bars.
	 * @param title what it is
	 * @param results name, ratio, and what else the table says
	 * @param columns the names of the columns
	 */
	void add(String title, List<Row> results, String columns) {
		addToTable(title, results, columns);
		double most = results.stream().mapToDouble(Row::ratio).max().orElse(1);
		this.bars.append(text(20, this.y, "title", title));
		this.y += 12;
		for (Row row : results) {
			double width = Math.max(2, WIDTH * row.ratio() / most);
			String kind = row.name().startsWith(Clients.INFERENCEKEY.title) ? "ours" : "other";
			this.bars.append(text(LEFT - 8, this.y + 12, "name", row.name()))
				.append(String.format(Locale.ROOT,
						"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"13\" rx=\"2\"/>%n", kind, LEFT,
						this.y + 1, width))
				.append(text((int) (LEFT + width + 6), this.y + 12, "value",
						String.format(Locale.ROOT, "%.1f ×", row.ratio())));
			this.y += BAR;
		}
		this.y += 24;
	}

	/**
	 * Add a row that is not a multiple of the bytes alone to the table only.
	 * @param title what it is
	 * @param results name, ratio, and what else the table says
	 * @param columns the names of the columns
	 */
	void addToTable(String title, List<Row> results, String columns) {
		this.table.append("\n| ").append(title).append(" | ").append(columns).append(" |\n|---");
		this.table.append("|---:".repeat(columns.split("\\|").length)).append("|\n");
		for (Row row : results) {
			this.table.append("| ").append(row.name()).append(" | ").append(row.cells()).append(" |\n");
		}
	}

	/**
	 * Take what several virtual machines found together.
	 * @param machines the lines of each
	 * @param from the first column of numbers
	 * @return lines with the median of each number
	 */
	static List<String[]> medians(List<List<String[]>> machines, int from) {
		List<String[]> lines = new ArrayList<>();
		for (int row = 0; row < machines.get(0).size(); row++) {
			String[] line = machines.get(0).get(row).clone();
			for (int column = from; column < line.length; column++) {
				line[column] = median(machines, row, column);
			}
			lines.add(line);
		}
		return lines;
	}

	// With as many digits as the lines have.
	private static String median(List<List<String[]>> machines, int row, int column) {
		String first = machines.get(0).get(row)[column];
		int digits = (first.indexOf('.') < 0) ? 0 : first.length() - first.indexOf('.') - 1;
		double median = Meter
			.median(machines.stream().mapToDouble((machine) -> Double.parseDouble(machine.get(row)[column])).toArray());
		return String.format(Locale.ROOT, "%." + digits + "f", median);
	}

	private static String text(int x, int y, String kind, String text) {
		return String.format(Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", kind, x, y, text);
	}

	String markdown() {
		return this.table.toString();
	}

	String svg() {
		return """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 %1$d" width="800" height="%1$d" font-family="system-ui, sans-serif">
				<style>.head{font-size:17px;font-weight:600;fill:#1b1f24}.sub{font-size:12px;fill:#57606a}.title{font-size:13px;font-weight:600;fill:#1b1f24}.name{font-size:12px;fill:#424a53;text-anchor:end}.value{font-size:12px;fill:#424a53}.ours{fill:#0f766e}.other{fill:#b6bec8}</style>
				<rect width="800" height="%1$d" fill="#ffffff"/>
				<text class="head" x="20" y="28">Processor time for a call, as a multiple of receiving its bytes</text>
				<text class="sub" x="20" y="46">%2$s</text>
				%3$s</svg>
				"""
			.formatted(this.y, this.subtitle, this.bars);
	}

	/**
	 * A result.
	 *
	 * @param name who
	 * @param ratio how many times the bytes alone
	 * @param cells what the table says
	 */
	record Row(String name, double ratio, String cells) {

		static List<Row> of(List<String[]> lines, int client, int ratio, int... cells) {
			List<Row> rows = new ArrayList<>();
			for (String[] line : lines) {
				List<String> shown = new ArrayList<>();
				for (int cell : cells) {
					shown.add(line[cell]);
				}
				rows.add(new Row(Clients.valueOf(line[client]).title, Double.parseDouble(line[ratio]),
						String.join(" | ", shown)));
			}
			return rows;
		}

	}

}
