package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Why a call failed, for the script and the agent that reads it.
 *
 * @param code stable, such as {@code connection_rejected} or {@code upstream_http_error}
 * @param message one sentence, and what to do where we know
 * @param status the HTTP status of the other side; null when it did not answer
 * @param details more of it; null for none
 * @param retryable whether the same call may work later; null when unknown
 */
public record ToolError(
    String code,
    String message,
    @Nullable Integer status,
    @Nullable JsonNode details,
    @Nullable Boolean retryable) {

  /** An error of which only the sentence is known. */
  public static ToolError of(String code, String message) {
    return new ToolError(code, message, null, null, null);
  }
}
