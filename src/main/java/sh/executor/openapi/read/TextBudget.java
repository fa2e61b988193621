package sh.executor.openapi.read;

import sh.executor.openapi.document.Json;
import sh.executor.openapi.document.Refusal;

/** Writes what a reading delivers, and stops it when one text, or all of them, get too long. */
final class TextBudget {

  private static final int ONE_MAX = 4 << 20;
  private static final long ALL_MAX = 256L << 20;

  private long written;

  /**
   * {@code value} as JSON text.
   *
   * @param what it is, for the message of a refusal
   */
  String text(Object value, String what) {
    String text = Json.text(value);
    if (text.length() > ONE_MAX) {
      throw Refusal.extraction(
          what + " is longer than " + (ONE_MAX >> 20) + " MiB as a schema of its own.");
    }
    written += text.length();
    if (written > ALL_MAX) {
      throw Refusal.extraction(
          "The operations and their schemas are longer than " + (ALL_MAX >> 20) + " MiB in all.");
    }
    return text;
  }
}
