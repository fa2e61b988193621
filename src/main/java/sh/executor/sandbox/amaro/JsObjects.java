package sh.executor.sandbox.amaro;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JavaScript values the module holds, by the index it knows them by: strings, {@link Double}s,
 * {@link Boolean}s, maps for objects, null for both {@code undefined} and {@code null}.
 *
 * @see <a
 *     href="https://rustwasm.github.io/docs/wasm-bindgen/contributing/design/js-objects-in-rust.html">
 *     wasm-bindgen: JS objects in Rust</a>
 */
final class JsObjects {

  /** Where the module expects {@code undefined, null, true, false}; its own come after them. */
  private static final int CONSTANTS = 128;

  private static final int FIRST = CONSTANTS + 4;
  private static final int OBJECTS_MAX = 1 << 16;

  private final List<@Nullable Object> values = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  int add(@Nullable Object value) {
    Integer index = free.poll();
    if (index != null) {
      values.set(index - FIRST, value);
      return index;
    }
    if (values.size() == OBJECTS_MAX) {
      throw new IndexOutOfBoundsException("The type stripper holds too many objects");
    }
    values.add(value);
    return FIRST + values.size() - 1;
  }

  @Nullable Object get(long index) {
    return switch ((int) index) {
      case CONSTANTS, CONSTANTS + 1 -> null;
      case CONSTANTS + 2 -> true;
      case CONSTANTS + 3 -> false;
      default -> values.get((int) index - FIRST);
    };
  }

  boolean isUndefined(long index) {
    return index == CONSTANTS || (index != CONSTANTS + 1 && get(index) == null);
  }

  void drop(long index) {
    if (index >= FIRST) {
      values.set((int) index - FIRST, null);
      free.push((int) index);
    }
  }

  /** Drops it, and returns what it was. */
  @Nullable Object take(long index) {
    Object value = get(index);
    drop(index);
    return value;
  }

  void clear() {
    values.clear();
    free.clear();
  }
}
