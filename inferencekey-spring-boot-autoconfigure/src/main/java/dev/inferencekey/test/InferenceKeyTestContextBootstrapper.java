package dev.inferencekey.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Reads the properties of {@link InferenceKeyTest}.
 */
class InferenceKeyTestContextBootstrapper extends TestSliceTestContextBootstrapper<InferenceKeyTest> {

}
