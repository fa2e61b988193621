package sh.executor.rest;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Owner;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/** Reads query parameters, which come as text or not at all. */
final class Query {

  private Query() {}

  /** An integer of {@code [min, max]}, or {@code otherwise} when there is none. */
  static int integer(String name, @Nullable String text, int otherwise, int min, int max) {
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as a number out of range is.
    }
    throw invalid(name, "an integer from %d to %d".formatted(min, max));
  }

  /** {@code true} or {@code false}, or {@code otherwise} when there is none. */
  static boolean flag(String name, @Nullable String text, boolean otherwise) {
    return switch (text) {
      case null -> otherwise;
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, "true or false");
    };
  }

  /** {@code org} or {@code user}, or null when there is none. */
  static @Nullable Owner owner(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Optional<Owner> owner = Owner.parse(text);
    return owner.orElseThrow(() -> invalid(name, "org or user"));
  }

  /** A text that must be there. */
  static String required(String name, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw invalid(name, "given");
    }
    return text;
  }

  /** A moment as RFC 3339 writes it, or null when there is none. */
  static @Nullable Instant instant(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw invalid(name, "a moment such as 2026-05-01T12:00:00Z");
    }
  }

  /** A parameter has a value that can not be used; {@code expected} completes "must be". */
  static ProblemException invalid(String name, String expected) {
    return new Problem(
            Problem.Type.INVALID_INPUT,
            "HttpApiDecodeError",
            "The query parameter \"%s\" must be %s.".formatted(name, expected),
            Map.of("parameter", name))
        .exception();
  }
}
