package sh.executor.catalog.model;

/**
 * What an {@link IntegrationKind} believes to have found at a URL.
 *
 * @param kind the kind that found it
 * @param confidence how sure it is
 * @param endpoint the URL to add it by
 * @param name for people
 * @param slug a proposal, free of dots
 */
public record Detection(
    String kind, Confidence confidence, String endpoint, String name, String slug) {

  /** From most to least sure. The wire form is the name in lower case. */
  public enum Confidence {
    HIGH,
    MEDIUM,
    LOW
  }
}
