package sh.executor.execution.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.AccountId;

/**
 * A run in a list.
 *
 * @param calls how many calls it has made, counted when it rests or ends
 * @param endedAt null while it has not
 */
public record RunSummary(
    RunId id,
    AccountId account,
    RunState state,
    int calls,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {}
