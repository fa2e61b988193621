package sh.executor.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolFilter;
import sh.executor.catalog.model.ToolHit;

/**
 * What may have been meant by an address at which nothing is: tools of the same connection that
 * have its last part in their name or description, else those a search finds for its words, else
 * the connection's first.
 */
final class Suggestions {

  static final int SUGGESTIONS_MAX = 5;

  private final CatalogView view;
  private final ToolAddress address;

  Suggestions(CatalogView view, ToolAddress address) {
    this.view = view;
    this.address = address;
  }

  /** At most five paths, none of them blocked. */
  List<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    Optional<Connection> connection =
        view.offer(address.integration()).flatMap(offer -> CatalogView.connection(offer, address));
    if (connection.isPresent()) {
      addListed(paths, address.tool());
    }
    if (paths.isEmpty()) {
      addFound(paths);
    }
    if (paths.isEmpty() && connection.isPresent()) {
      addListed(paths, "");
    }
    return List.copyOf(paths);
  }

  private void addListed(Set<String> paths, String query) {
    ToolFilter filter =
        new ToolFilter(address.integration(), address.owner(), address.connection(), query, false);
    view.tools(filter, 0, SUGGESTIONS_MAX)
        .items()
        .forEach(tool -> paths.add(tool.address().path()));
  }

  private void addFound(Set<String> paths) {
    for (String query : List.of(address.integration() + ' ' + address.tool(), address.tool())) {
      for (ToolHit hit : view.search(query, "", 0, SUGGESTIONS_MAX).items()) {
        if (paths.size() < SUGGESTIONS_MAX) {
          paths.add(hit.path());
        }
      }
    }
  }
}
