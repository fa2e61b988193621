package sh.executor.openapi.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one value is: the bytes {@code [start, end)}.
 *
 * @param members the values of its members, for an object that was looked into; null for one that
 *     was not
 */
record Span(int start, int end, @Nullable Map<String, Span> members) {

  int length() {
    return end - start;
  }
}
