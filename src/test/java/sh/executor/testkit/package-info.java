/**
 * What tests of every room stand on: a real PostgreSQL with a fresh database for whoever asks, the
 * packaged service as a child process, and servers that play the world outside. Held to the same
 * standard as the code it tests.
 */
@NullMarked
package sh.executor.testkit;

import org.jspecify.annotations.NullMarked;
