package sh.executor.node;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;

/** The rows of {@code node}. Leases are by the database's clock alone. */
@Singleton
final class NodeStore {

  private static final String BEAT =
      """
      with before as (select lease_until > now() as stood from node where id = ?)
      insert into node (id, name, lease_until, url, schema_known)
      values (?, ?, now() + ? * interval '1 millisecond', ?, ?)
      on conflict (id) do update set lease_until = excluded.lease_until, url = excluded.url
      returning coalesce((select stood from before), false),
                url is null and exists (select from node other
                                         where other.id <> node.id and other.lease_until > now())
      """;
  private static final String LOCATE = "update node set url = ? where id = ?";
  private static final String LEAVE = "delete from node where id = ?";
  private static final String BURY =
      "delete from node where lease_until < now() - interval '1 day'";
  private static final String URL =
      "select url from node where id = ? and lease_until > now() and url is not null";
  private static final String OTHERS =
      "select count(*)::integer from node where id <> ? and lease_until > now()";

  private final Database database;
  private final KnownSchema schema;

  @Inject
  NodeStore(Database database, KnownSchema schema) {
    this.database = database;
    this.schema = schema;
  }

  /**
   * Writes a lease down, before everything else that wants the database: when that takes half the
   * lease, the next try is worth more than this one.
   */
  ThisNode.Renewal beat(UUID node, String name, Duration lease, @Nullable String url) {
    return database
        .oneAtOnce(
            lease.dividedBy(2),
            BEAT,
            row -> new ThisNode.Renewal(row.flag(1), row.flag(2)),
            node,
            node,
            name,
            lease.toMillis(),
            url,
            schema.migration())
        .orElseThrow();
  }

  void locate(UUID node, @Nullable String url) {
    database.run(LOCATE, url, node);
  }

  void leave(UUID node) {
    database.run(LEAVE, node);
  }

  void bury() {
    database.run(BURY);
  }

  Optional<String> url(UUID node) {
    return database.one(URL, row -> row.text(1), node);
  }

  int others(UUID node) {
    return database.one(OTHERS, row -> row.integer(1), node).orElseThrow();
  }
}
