package sh.executor.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/**
 * A run as it is stored, its columns sealed or opened ({@link RunStore#opened}).
 *
 * @param answers how many answers to its questions were recorded
 * @param snapshot an {@link Envelope}; null before the first effect or question, and after the end
 * @param outcome null before the end
 * @param journal null before the end
 * @param setbacks how often in a row a node died with it, or could not go on with it for a defect,
 *     since it last got any further
 */
record StoredRun(
    TenantId tenant,
    RunId id,
    AccountId account,
    Caller.Credential credential,
    String resource,
    boolean autoApprove,
    RunState state,
    long epoch,
    int answers,
    int calls,
    byte[] code,
    byte @Nullable [] snapshot,
    byte @Nullable [] outcome,
    byte @Nullable [] journal,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    int setbacks) {}
