package sh.executor.execution;

import java.util.UUID;

/**
 * A node's right to drive a run, until another takes it over: every write of the run names it.
 *
 * @param epoch how many times the run has changed hands
 */
record Hold(UUID node, long epoch) {}
