package sh.executor.execution;

import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Role;

/**
 * A run that was made this node's, and what its new driver has to know, as of that moment.
 *
 * @param run with its columns sealed still
 * @param role of who began it; null when they have left the organisation
 * @param cancelWish why somebody wants it called off; null when nobody does
 */
record TakenRun(StoredRun run, @Nullable Role role, @Nullable String cancelWish) {}
