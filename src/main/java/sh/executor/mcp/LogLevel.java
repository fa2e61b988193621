package sh.executor.mcp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How severe a log message to a client is (RFC 5424 §6.2.1), the least severe first. */
enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  /** The level of that name; empty when there is none. */
  static Optional<LogLevel> parse(String wire) {
    return Arrays.stream(values()).filter(level -> level.wire().equals(wire)).findFirst();
  }

  /** The name in {@code logging/setLevel} and {@code notifications/message}. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
