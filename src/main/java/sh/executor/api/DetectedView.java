package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One thing a URL could be added as, the surest first in a list.
 *
 * @param kind the kind of integration
 * @param endpoint the URL to add it by
 * @param name a proposal for people
 * @param slug a proposal, free of dots
 */
public record DetectedView(
    String kind, Confidence confidence, String endpoint, String name, String slug) {

  /** How sure it is. */
  public enum Confidence {
    /** It was read and understood. */
    @JsonProperty("high")
    HIGH,
    /** It looks like one. */
    @JsonProperty("medium")
    MEDIUM,
    /** It could be one. */
    @JsonProperty("low")
    LOW
  }
}
