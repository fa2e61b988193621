package sh.executor.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Things in the little room that a column has. */
final class Brief {

  private static final int TEXT_MAX = 80;

  private Brief() {}

  /** The first line, cut after 80 characters. */
  static String of(String text) {
    String line = text.lines().findFirst().orElse("").strip();
    int length = line.codePointCount(0, line.length());
    return length <= TEXT_MAX
        ? line
        : line.substring(0, line.offsetByCodePoints(0, TEXT_MAX - 1)) + "…";
  }

  /** Milliseconds since 1970 as a date and a time to the second, UTC. */
  static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
