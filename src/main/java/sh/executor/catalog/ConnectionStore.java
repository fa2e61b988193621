package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ConnectionId;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.database.Sql;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;

/**
 * The rows of connections and which secrets they hold. A caller reaches the organisation's and the
 * own ones; whether a shared one may be changed is for the service to say.
 */
@Singleton
final class ConnectionStore {

  static final String LIST =
      """
      select c.id, c.owner, c.name, i.slug, c.template, c.identity_label, c.description,
        c.created_at, c.updated_at, count(*) over ()::integer
      from connection c
      join integration i on i.tenant_id = c.tenant_id and i.id = c.integration_id
      where c.tenant_id = ? and (c.owner = 'org' or c.account_id = ?)
        and (?::text is null or i.slug = ?) and (?::text is null or c.owner = ?)
      order by i.slug, c.owner, c.name
      offset ? limit ?
      """;
  static final String FIND =
      """
      select c.id, c.owner, c.name, i.slug, c.template, c.identity_label, c.description,
        c.created_at, c.updated_at
      from connection c
      join integration i on i.tenant_id = c.tenant_id and i.id = c.integration_id
      where c.tenant_id = ? and c.owner = ? and c.account_id is not distinct from ?
        and i.slug = ? and c.name = ?
      """;
  static final String COUNT =
      """
      select count(*)::integer from connection
      where tenant_id = ? and integration_id = ? and owner = ?
        and account_id is not distinct from ?
      """;
  // Making a connection again replaces what belonged to the one before, but for a description that
  // is not given anew. (xmax is 0 in a row that was inserted, not updated.)
  static final String UPSERT =
      """
      insert into connection (tenant_id, id, integration_id, owner, account_id, name, template,
        identity_label, description)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (tenant_id, integration_id, owner, account_id, name) do update set
        template = excluded.template, identity_label = excluded.identity_label,
        description = coalesce(excluded.description, connection.description), updated_at = now()
      returning id, xmax::text <> '0'
      """;
  static final String FORGET =
      "delete from connection_secret where tenant_id = ? and connection_id = ?";
  static final String HOLD =
      """
      insert into connection_secret (tenant_id, connection_id, variable, secret_id)
      values (?, ?, ?, ?)
      """;
  static final String HELD =
      """
      select s.variable, s.secret_id
      from connection_secret s
      join connection c on c.tenant_id = s.tenant_id and c.id = s.connection_id
      where s.tenant_id = ? and s.connection_id = ? and (c.owner = 'org' or c.account_id = ?)
      """;
  static final String EDIT =
      """
      update connection set identity_label = ?, description = ?, updated_at = now()
      where tenant_id = ? and id = ? and (owner = 'org' or account_id = ?)
      """;
  static final String DELETE =
      """
      delete from connection
      where tenant_id = ? and id = ? and (owner = 'org' or account_id = ?)
      """;

  private final Database database;

  @Inject
  ConnectionStore(Database database) {
    this.database = database;
  }

  /** One row of a list, and how many rows the list has. */
  record Listed(Connection connection, int total) {}

  List<Listed> list(
      Caller caller, @Nullable String integration, @Nullable Owner owner, int offset, int limit) {
    String wire = owner == null ? null : owner.wire();
    return database.list(
        LIST,
        row -> new Listed(connection(row), row.integer(10)),
        caller.tenant().value(),
        caller.account().value(),
        integration,
        integration,
        wire,
        wire,
        offset,
        limit);
  }

  Optional<Connection> find(Caller caller, Owner owner, String integration, String name) {
    return database.one(
        FIND,
        ConnectionStore::connection,
        caller.tenant().value(),
        owner.wire(),
        account(caller, owner),
        integration,
        name);
  }

  int count(Sql sql, Caller caller, IntegrationId integration, Owner owner) {
    return sql.one(
            COUNT,
            row -> row.integer(1),
            caller.tenant().value(),
            integration.value(),
            owner.wire(),
            account(caller, owner))
        .orElseThrow();
  }

  /** The id a connection is stored under, and whether there was one of that name before. */
  record Stored(ConnectionId id, boolean replaced) {}

  Stored upsert(
      Sql sql,
      Caller caller,
      ConnectionId id,
      IntegrationId integration,
      Owner owner,
      String name,
      String template,
      @Nullable String identityLabel,
      @Nullable String description) {
    return sql.one(
            UPSERT,
            row -> new Stored(new ConnectionId(row.uuid(1)), row.flag(2)),
            caller.tenant().value(),
            id.value(),
            integration.value(),
            owner.wire(),
            account(caller, owner),
            name,
            template,
            identityLabel,
            description)
        .orElseThrow();
  }

  /** Lets go of all secrets of a connection, which removes them. */
  void forget(Sql sql, Caller caller, ConnectionId id) {
    sql.run(FORGET, caller.tenant().value(), id.value());
  }

  void hold(Sql sql, Caller caller, ConnectionId id, String variable, UUID secret) {
    sql.run(HOLD, caller.tenant().value(), id.value(), variable, secret);
  }

  /** The secrets a connection holds, by variable. */
  Map<String, UUID> held(Caller caller, ConnectionId id) {
    Map<String, UUID> held = new LinkedHashMap<>();
    database.list(
        HELD,
        row -> held.put(row.text(1), row.uuid(2)),
        caller.tenant().value(),
        id.value(),
        caller.account().value());
    return held;
  }

  boolean edit(
      Caller caller,
      ConnectionId id,
      @Nullable String identityLabel,
      @Nullable String description) {
    return database.run(
            EDIT,
            identityLabel,
            description,
            caller.tenant().value(),
            id.value(),
            caller.account().value())
        > 0;
  }

  boolean delete(Caller caller, ConnectionId id) {
    return database.run(DELETE, caller.tenant().value(), id.value(), caller.account().value()) > 0;
  }

  private static @Nullable UUID account(Caller caller, Owner owner) {
    return owner == Owner.USER ? caller.account().value() : null;
  }

  private static Connection connection(Row row) throws SQLException {
    return new Connection(
        new ConnectionId(row.uuid(1)),
        Owner.parse(row.text(2)).orElseThrow(),
        row.text(3),
        row.text(4),
        row.text(5),
        row.textOrNull(6),
        row.textOrNull(7),
        row.instant(8),
        row.instant(9));
  }
}
