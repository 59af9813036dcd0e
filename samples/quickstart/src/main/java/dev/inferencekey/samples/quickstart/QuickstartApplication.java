package dev.inferencekey.samples.quickstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The platform's first-call page in Java.
 */
@SpringBootApplication
public class QuickstartApplication {

	public static void main(String[] args) {
		// Closed at once: the local platform runs in this process and would keep it
		// alive.
		SpringApplication.run(QuickstartApplication.class, args).close();
	}

}
