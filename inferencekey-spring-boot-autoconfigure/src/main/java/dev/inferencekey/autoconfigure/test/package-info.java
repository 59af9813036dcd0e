/**
 * Testing applications that call workloads: a slice, and a platform that says what a test
 * scripts.
 */
@NullMarked
package dev.inferencekey.autoconfigure.test;

import org.jspecify.annotations.NullMarked;
