package dev.inferencekey.samples.supportdesk;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * A support desk that answers questions from the handbook of acme.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class SupportDeskApplication {

	public static void main(String[] args) {
		SpringApplication.run(SupportDeskApplication.class, args);
	}

}
