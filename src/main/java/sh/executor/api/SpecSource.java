package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where the description of an API comes from.
 *
 * @param url absolute; with {@link Kind#URL}
 * @param value the description itself, JSON or YAML; with {@link Kind#BLOB}
 */
public record SpecSource(Kind kind, @Nullable String url, @Nullable String value) {

  /** Leaves the description out. */
  @Override
  public String toString() {
    return "SpecSource[" + kind + ']';
  }

  /** Sorts of source. */
  public enum Kind {
    /** Fetched, and again whenever it is refreshed. */
    @JsonProperty("url")
    URL,
    /** Given inline. */
    @JsonProperty("blob")
    BLOB
  }
}
