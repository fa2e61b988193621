/**
 * The command line: what can be said, and what it means. Knows nothing of the server it starts, and
 * never boots it for a question that needs none; of a command line, only the classes of the command
 * that was named are loaded.
 *
 * <p>Answers go to standard output, all else to standard error. The exit code is 0 when it was
 * done, 1 when it failed and 2 when it was not understood (docs/cli.md).
 */
@NullMarked
package sh.executor.cli;

import org.jspecify.annotations.NullMarked;
