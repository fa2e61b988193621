package sh.executor.openapi.binding;

import org.jspecify.annotations.Nullable;

/**
 * One parameter of an operation (OpenAPI 3.1 §4.8.12).
 *
 * @param argument the name a caller gives it by, unique within the operation
 * @param name the name on the wire
 * @param json whether the value is written as JSON text (its description has {@code content})
 * @param type the one JSON Schema type of the value, for a quick check; null when not that simple
 */
public record Parameter(
    String argument,
    String name,
    Location in,
    boolean required,
    Style style,
    boolean explode,
    boolean allowReserved,
    boolean json,
    @Nullable String type) {

  /** Which part of the request carries it. */
  public enum Location {
    PATH,
    QUERY,
    HEADER,
    COOKIE
  }

  /** How arrays and objects are written (OpenAPI 3.1 §4.8.12.3). */
  public enum Style {
    SIMPLE,
    LABEL,
    MATRIX,
    FORM,
    SPACE_DELIMITED,
    PIPE_DELIMITED,
    DEEP_OBJECT
  }
}
