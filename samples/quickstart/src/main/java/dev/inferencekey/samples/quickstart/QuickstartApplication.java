package dev.inferencekey.samples.quickstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The first calls from the platform's documentation, in Java.
 */
@SpringBootApplication
public class QuickstartApplication {

	public static void main(String[] args) {
		// Without close(), the local platform would keep the process alive.
		SpringApplication.run(QuickstartApplication.class, args).close();
	}

}
