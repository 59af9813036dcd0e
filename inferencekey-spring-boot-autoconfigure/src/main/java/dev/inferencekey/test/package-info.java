/**
 * Testing applications that call workloads: a slice, and a platform that says what a test
 * scripts.
 */
@NullMarked
package dev.inferencekey.test;

import org.jspecify.annotations.NullMarked;
