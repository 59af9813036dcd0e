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

package dev.inferencekey.samples.supportdesk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.deque.html.axecore.selenium.AxeBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.chromium.ChromiumNetworkConditions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Drives the page in a headless Chromium. All tests share one, in which each has a tab of
 * its own, with its own session storage and emulation.
 */
final class Browser implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String END_IS_VISIBLE = """
			const { left, right, bottom } = it.getBoundingClientRect();
			return it.contains(document.elementFromPoint((left + right) / 2, bottom - 2));
			""";

	private static @Nullable ChromeDriver shared;

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
		String before = driver.getWindowHandle();
		driver.switchTo().newWindow(WindowType.TAB);
		String own = driver.getWindowHandle();
		driver.switchTo().window(before).close();
		driver.switchTo().window(own);
	}

	static Browser desktop() {
		return new Browser(shared()).viewport(1100, 900);
	}

	static Browser phone(int width, int height) {
		Browser phone = new Browser(shared());
		phone.cdp("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
		phone.cdp("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", true));
		return phone;
	}

	private static synchronized ChromeDriver shared() {
		if (shared == null) {
			shared = start();
			Runtime.getRuntime().addShutdownHook(new Thread(shared::quit));
		}
		return shared;
	}

	private static ChromeDriver start() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(program("chromium").toFile());
		// Containers have neither user namespaces nor much shared memory.
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--disable-smooth-scrolling", "--window-size=1300,1000");
		ChromeDriver driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(program("chromedriver").toFile()).build(),
				options);
		driver.executeCdpCommand("Browser.grantPermissions",
				Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
		return driver;
	}

	private void cdp(String command, Map<String, Object> parameters) {
		this.driver.executeCdpCommand(command, parameters);
	}

	/**
	 * Set the exact size of the viewport in CSS pixels.
	 */
	Browser viewport(int width, int height) {
		cdp("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		return this;
	}

	Browser scheme(String scheme) {
		cdp("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		return this;
	}

	Browser offline(boolean offline) {
		this.driver.setNetworkConditions(new ChromiumNetworkConditions().setOffline(offline));
		return this;
	}

	private static Path program(String name) {
		List<Path> found = Arrays.stream(System.getenv("PATH").split(":"))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.toList();
		Assumptions.assumeFalse(found.isEmpty(), name + " is not on the PATH");
		return found.get(0);
	}

	Browser open(int port) {
		this.driver.get("http://localhost:" + port + "/");
		return this;
	}

	Browser ask(String question) {
		find("#question").sendKeys(question, Keys.ENTER);
		return this;
	}

	Browser press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
		return this;
	}

	/**
	 * Type into the focused element without scrolling it into view first.
	 */
	Browser type(String text) {
		new Actions(this.driver).sendKeys(text).perform();
		return this;
	}

	/**
	 * Insert text into the question at once, as pasting does.
	 */
	Browser paste(String text) {
		find("#question").click();
		cdp("Input.insertText", Map.of("text", text));
		return this;
	}

	/**
	 * Return what is pasted from the clipboard.
	 */
	String pasted() {
		WebElement question = find("#question");
		question.sendKeys(Keys.chord(Keys.CONTROL, "v"));
		String pasted = question.getDomProperty("value");
		question.clear();
		return String.valueOf(pasted);
	}

	Browser wheel(int down) {
		new Actions(this.driver).scrollByAmount(0, down).perform();
		return this;
	}

	Browser hover(String selector) {
		new Actions(this.driver).moveToElement(find(selector)).perform();
		return this;
	}

	Browser click(String selector) {
		find(selector).click();
		return this;
	}

	Browser reload() {
		this.driver.navigate().refresh();
		return this;
	}

	/**
	 * Wait until the answer has ended, successfully or not.
	 */
	Browser awaitEnd() {
		await(() -> find("#send").isDisplayed()
				&& "false".equals(find("#conversation > li:last-child .answer").getAttribute("aria-busy")));
		return this;
	}

	void await(Supplier<Boolean> condition) {
		new WebDriverWait(this.driver, TIMEOUT, Duration.ofMillis(20)).until((driver) -> condition.get());
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> all(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/**
	 * Return the text of a part of the last turn, which is empty if the part is hidden.
	 */
	String last(String part) {
		return find("#conversation > li:last-child " + part).getText();
	}

	/**
	 * Return whether the end of a part of the last turn is visible and not covered.
	 */
	boolean shows(String part) {
		return Boolean.TRUE.equals(this.driver.executeScript("const it = arguments[0];" + END_IS_VISIBLE,
				find("#conversation > li:last-child " + part)));
	}

	boolean showsFocused() {
		return Boolean.TRUE.equals(this.driver.executeScript("const it = document.activeElement;" + END_IS_VISIBLE));
	}

	/**
	 * Return what a screen reader has announced last.
	 */
	String status() {
		return find("#status").getAttribute("textContent");
	}

	WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	Object script(String script) {
		return this.driver.executeScript(script);
	}

	/**
	 * Return the accessibility rules that the page violates, light and dark, as found by
	 * axe.
	 */
	List<String> accessibilityViolations() {
		List<String> violations = new ArrayList<>();
		for (String scheme : new String[] { "dark", "light" }) {
			scheme(scheme);
			new AxeBuilder().analyze(this.driver)
				.getViolations()
				.forEach((rule) -> violations.add(scheme + ": " + rule));
		}
		return violations;
	}

	void screenshot(String name) {
		try {
			Path folder = Files.createDirectories(Path.of("target", "screenshots"));
			Files.write(folder.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.deleteNetworkConditions();
	}

}
