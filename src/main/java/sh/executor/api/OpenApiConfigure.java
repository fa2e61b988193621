package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A change to how an API is called. What is absent stays as it is.
 *
 * @param authenticationTemplate ways to authenticate, an array
 * @param mode whether these are added to what is there, the default, or take its place
 * @param baseUrl where to call it
 * @param idempotencyHeader the header by which the API tells a repetition from a new request
 */
public record OpenApiConfigure(
    @Nullable JsonNode authenticationTemplate,
    @Nullable Mode mode,
    @Nullable String baseUrl,
    @Nullable String idempotencyHeader) {

  /** What becomes of the ways that are there. */
  public enum Mode {
    /** Ways of the same slug are replaced, others stay. */
    @JsonProperty("merge")
    MERGE,
    /** All go. */
    @JsonProperty("replace")
    REPLACE
  }
}
