package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a run has put out, uncut.
 *
 * @param result what it returned; left out when it failed
 * @param error why it failed; left out when it did not
 * @param emitted what it emitted, in order
 */
@JsonInclude(Include.NON_NULL)
public record ExecutionResult(
    ExecutionStatus status,
    @Nullable JsonNode result,
    @Nullable String error,
    List<JsonNode> emitted,
    List<String> logs) {}
