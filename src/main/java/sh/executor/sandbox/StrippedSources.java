package sh.executor.sandbox;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.amaro.Stripped;

/**
 * What came of the TypeScript seen last: as many sources as fit a bound of characters, the least
 * recently used dropped first. Thread-safe; nothing is held while a source is read.
 */
final class StrippedSources {

  private static final int CHARS_MAX = 4 << 20;
  private static final int ENTRY_CHARS_MAX = CHARS_MAX / 16;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<String, Stripped> known = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("lock")
  private int chars;

  Stripped computeIfAbsent(String source, Supplier<Stripped> reading) {
    Stripped found = find(source);
    if (found != null) {
      return found;
    }
    Stripped made = reading.get();
    if (size(source, made) <= ENTRY_CHARS_MAX) {
      keep(source, made);
    }
    return made;
  }

  private @Nullable Stripped find(String source) {
    lock.lock();
    try {
      return known.get(source);
    } finally {
      lock.unlock();
    }
  }

  private void keep(String source, Stripped made) {
    lock.lock();
    try {
      if (known.put(source, made) == null) {
        chars += size(source, made);
      }
      var oldest = known.entrySet().iterator();
      while (chars > CHARS_MAX) {
        Map.Entry<String, Stripped> dropped = oldest.next();
        chars -= size(dropped.getKey(), dropped.getValue());
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private static int size(String source, Stripped made) {
    int madeChars =
        switch (made) {
          case Stripped.JavaScript(String code) -> code.length();
          case Stripped.Refused refused -> refused.message().length();
        };
    return source.length() + madeChars;
  }
}
