package sh.executor.execution;

import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Repeat;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;

/**
 * A call to write down.
 *
 * @param question what a person is asked first; null for a call that leaves at once
 */
record NewCall(
    int callId,
    String path,
    CallRecord.State state,
    Repeat repeat,
    @Nullable Interaction question) {}
