/**
 * The local platform inside an application, as the connection details of its client.
 */
@NullMarked
package dev.inferencekey.localplatform.autoconfigure;

import org.jspecify.annotations.NullMarked;
