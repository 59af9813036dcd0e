package dev.inferencekey.exchange;

import java.net.URI;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;

/**
 * A far side that is not a workload.
 */
public final class TestTarget implements Target {

	private final URI base;

	public TestTarget(URI base) {
		this.base = base;
	}

	static Head head() {
		return new Head(HttpStatus.OK, new HttpHeaders(), Flux.empty(), System.nanoTime());
	}

	@Override
	public String label() {
		return "project \"acme\"";
	}

	@Override
	public String workload() {
		return null;
	}

	@Override
	public URI uri(String path) {
		return URI.create(this.base + path);
	}

	@Override
	public String remedy(Trouble trouble) {
		return "Mind " + trouble + ".";
	}

}
