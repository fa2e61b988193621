package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list. Times are milliseconds since 1970.
 *
 * @param account whose it is
 * @param calls how many calls it has made, counted when it rests or ends
 * @param endedAt left out while it has not
 */
@JsonInclude(Include.NON_NULL)
public record ExecutionSummary(
    String executionId,
    ExecutionStatus status,
    String account,
    int calls,
    long createdAt,
    long updatedAt,
    @Nullable Long endedAt) {}
