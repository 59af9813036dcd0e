package dev.inferencekey.test.application;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with components that a slice takes and others that it leaves out.
 */
@SpringBootApplication
public class SupportApplication {

}
