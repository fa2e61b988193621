package sh.executor.telemetry;

import java.util.EnumMap;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What the log lines of a thread carry. Remembers what it covers and brings it back; for the thread
 * that made it.
 */
final class LogContext implements AutoCloseable {

  private final Map<Key, @Nullable Object> covered = new EnumMap<>(Key.class);

  /** Puts a value, until this is closed. */
  void put(Key key, String value) {
    if (!covered.containsKey(key)) {
      covered.put(key, MDC.get(key.wire()));
    }
    MDC.put(key.wire(), value);
  }

  /** What the present thread's log lines carry. */
  static Map<Key, String> present() {
    Map<Key, String> present = new EnumMap<>(Key.class);
    for (Key key : Key.values()) {
      if (MDC.get(key.wire()) instanceof String value) {
        present.put(key, value);
      }
    }
    return present;
  }

  @Override
  public void close() {
    covered.forEach(
        (key, value) -> {
          if (value == null) {
            MDC.remove(key.wire());
          } else {
            MDC.put(key.wire(), value);
          }
        });
  }
}
