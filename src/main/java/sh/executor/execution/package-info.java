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
 * <p>Promises: nothing a script causes is unbounded; what is our fault is shown as a correlation id
 * only; what a caller, a rule or the other side is the cause of is a value the script can read.
 * Must not know the edges, nor the kinds of integration by name.
 */
@NullMarked
package sh.executor.execution;

import org.jspecify.annotations.NullMarked;
