/**
 * One run, from code to result: opens a sandbox, makes the calls a script asks for, and says what
 * became of it.
 *
 * <p>{@link sh.executor.execution.ExecutionStack} is the one bean both edges use, so that rules,
 * limits and accounting hang on every call once and nothing can reach a tool around them. A run
 * moves in steps: the sandbox leaves with the calls the script has made, these are answered side by
 * side on virtual threads, and it enters again with whatever has come back. Between two steps
 * nothing of the run is in motion but calls, which is where a run can be written down.
 *
 * <p>A run is a row from its start to its end, driven by the node that holds it. Before a call
 * leaves that may change something, or a person is asked, the run is written down with that call in
 * it; a run that waits for people only is bytes and nobody's. Whoever answers, or finds that the
 * node is dead, makes the run its own under the next epoch and goes on; what the node before still
 * writes finds no row. {@link sh.executor.execution.Run} is where to begin reading.
 *
 * <p>Promises: no run that was begun is lost, and no effect is repeated unless that is known to be
 * harmless; nothing a script causes is unbounded; what is our fault is shown as a correlation id
 * only; what a caller, a rule or the other side is the cause of is a value the script can read.
 * Must not know the edges, nor the kinds of integration by name.
 */
@NullMarked
package sh.executor.execution;

import org.jspecify.annotations.NullMarked;
