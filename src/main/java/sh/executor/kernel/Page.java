package sh.executor.kernel;

import java.util.List;
import java.util.OptionalInt;

/**
 * One page of a longer list.
 *
 * @param items the rows from {@code offset} on, at most the limit asked for
 * @param total how many rows the whole list has
 * @param offset the position of the first item, {@code [0, total]}
 */
public record Page<T>(List<T> items, int total, int offset) {

  public Page {
    items = List.copyOf(items);
  }

  /** Whether rows follow this page. */
  public boolean hasMore() {
    return offset + items.size() < total;
  }

  /** Where the next page starts; empty on the last one. */
  public OptionalInt nextOffset() {
    return hasMore() ? OptionalInt.of(offset + items.size()) : OptionalInt.empty();
  }
}
