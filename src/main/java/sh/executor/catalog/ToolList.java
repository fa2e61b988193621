package sh.executor.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.Tool;
import sh.executor.catalog.model.ToolFilter;
import sh.executor.kernel.Page;

/**
 * The tools of a view that pass a filter, by path. Where nothing has to be looked at tool by tool,
 * whole connections are counted without it.
 */
final class ToolList {

  private final CatalogView view;
  private final ToolFilter filter;
  private final @Nullable String query;

  ToolList(CatalogView view, ToolFilter filter) {
    this.view = view;
    this.filter = filter;
    this.query = filter.query() == null ? null : SearchText.folded(filter.query().strip());
  }

  /** How many there are. */
  int count() {
    return page(0, 0).total();
  }

  /** Those from {@code offset} on, at most {@code limit}. */
  Page<Tool> page(int offset, int limit) {
    List<Tool> items = new ArrayList<>();
    int total = 0;
    for (Offer offer : view.offers()) {
      if (filter.integration() == null || filter.integration().equals(offer.slug())) {
        for (Connection connection : offer.connections()) {
          if (passes(connection)) {
            total += collect(offer, connection, offset - total, limit, items);
          }
        }
      }
    }
    return new Page<>(items, total, Math.min(offset, total));
  }

  /**
   * Adds what belongs on the page and counts the rest.
   *
   * @param skip how many of this connection's come before the page; negative when it began earlier
   */
  private int collect(Offer offer, Connection connection, int skip, int limit, List<Tool> items) {
    boolean allPass = query == null && (filter.includeBlocked() || !blocksAny());
    if (allPass && (items.size() == limit || skip >= offer.operationCount())) {
      return offer.operationCount();
    }
    String prefix = offer.slug() + '.' + connection.owner().wire() + '.' + connection.name() + '.';
    int count = 0;
    for (RevisionIndex.Entry entry : view.index(offer).entries()) {
      if (passes(prefix, entry.outline())) {
        if (count >= skip && items.size() < limit) {
          items.add(view.tool(offer, connection, entry.outline()));
        }
        count++;
      }
    }
    return count;
  }

  private boolean passes(Connection connection) {
    return (filter.owner() == null || filter.owner() == connection.owner())
        && (filter.connection() == null || filter.connection().equals(connection.name()));
  }

  private boolean passes(String prefix, OperationOutline outline) {
    boolean fits =
        query == null
            || SearchText.folded(outline.name()).contains(query)
            || SearchText.folded(outline.description()).contains(query);
    return fits && (filter.includeBlocked() || !view.policies().blocks(prefix + outline.name()));
  }

  private boolean blocksAny() {
    return view.policies().blocksAnything();
  }
}
