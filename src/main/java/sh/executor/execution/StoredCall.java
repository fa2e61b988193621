package sh.executor.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Repeat;
import sh.executor.execution.model.CallRecord;
import sh.executor.sandbox.Delivery;

/**
 * A call that was written down before it left.
 *
 * @param repeat whether it may be sent again, as stored
 * @param answer what the script is to be told; null while nobody knows
 */
record StoredCall(
    int callId,
    String path,
    CallRecord.State state,
    Repeat repeat,
    @Nullable Delivery answer,
    Instant createdAt,
    @Nullable Instant endedAt) {}
