package sh.executor.catalog;

import java.util.List;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.catalog.model.RevisionId;

/**
 * What one integration offers one caller: its present revision, at each of the connections the
 * caller may use.
 *
 * @param version another with every change of the integration's row
 * @param reviewed whether a person has looked at all operations of the revision
 */
record Offer(
    IntegrationId id,
    String version,
    String slug,
    String kind,
    String name,
    String description,
    boolean canRefresh,
    RevisionId revision,
    int operationCount,
    boolean reviewed,
    List<Connection> connections) {

  Offer {
    connections = List.copyOf(connections);
  }

  /** About what this takes in memory. */
  long bytes() {
    return 500
        + 2L * (name.length() + description.length())
        + connections.stream().mapToLong(Offer::bytes).sum();
  }

  private static long bytes(Connection connection) {
    String described = connection.description();
    return 800 + (described == null ? 0 : 2L * described.length());
  }

  /** This integration at the given connections. */
  Offer at(List<Connection> connections) {
    return new Offer(
        id,
        version,
        slug,
        kind,
        name,
        description,
        canRefresh,
        revision,
        operationCount,
        reviewed,
        connections);
  }
}
