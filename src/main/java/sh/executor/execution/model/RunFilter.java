package sh.executor.execution.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.AccountId;

/**
 * Which runs are wanted. Null is any.
 *
 * @param account whose; a caller who sees the own alone gets these whatever it says
 * @param since begun then or later
 * @param until begun before that
 */
public record RunFilter(
    @Nullable AccountId account,
    @Nullable RunState state,
    @Nullable Instant since,
    @Nullable Instant until) {}
