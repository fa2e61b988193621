package sh.executor.catalog.model;

import java.net.URI;

/** Where the description of an API comes from. */
public sealed interface Source {

  /** Fetched from {@code url}, and again whenever it is refreshed. */
  record Url(URI url) implements Source {}

  /** Given inline, as JSON or YAML. */
  record Text(String value) implements Source {}
}
