/**
 * The command line: what can be said, and what it means. Knows nothing of the server it starts, and
 * never boots it for a question that needs none.
 */
@NullMarked
package sh.executor.cli;

import org.jspecify.annotations.NullMarked;
