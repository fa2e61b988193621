/**
 * What a command says, and where: answers go to standard output, everything about getting them to
 * standard error. People read lines and tables, programs read JSON of a fixed shape; a failure is
 * one line that says what to do.
 *
 * <p>Texts of a server are shown on a terminal without the characters that would steer it.
 */
@NullMarked
package sh.executor.cli.output;

import org.jspecify.annotations.NullMarked;
