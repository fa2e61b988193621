package sh.executor.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Repeat;
import sh.executor.execution.model.CallRecord;
import sh.executor.sandbox.Delivery;

/**
 * A call that was written down before it left.
 *
 * @param answer what the script is to be told; null while nobody knows
 */
record StoredCall(
    int callId,
    String path,
    CallRecord.State state,
    Repeating repeating,
    @Nullable Delivery answer,
    Instant createdAt,
    @Nullable Instant endedAt) {

  /** Whether it may be sent again, as stored. */
  enum Repeating {
    NEVER,
    ALWAYS,
    /** With its idempotency key. */
    KEY;

    static Repeating of(Repeat repeat) {
      return switch (repeat) {
        case Repeat.Never _ -> NEVER;
        case Repeat.Always _ -> ALWAYS;
        case Repeat.WithKey _ -> KEY;
      };
    }
  }
}
