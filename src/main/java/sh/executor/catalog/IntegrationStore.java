package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.catalog.model.RevisionId;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.database.Sql;
import sh.executor.kernel.Caller;

/** The rows of integrations. Every member of an organisation sees all of them. */
@Singleton
final class IntegrationStore {

  static final String COUNT = "select count(*)::integer from integration where tenant_id = ?";
  static final String LIST =
      """
      select i.id, i.slug, i.kind, i.name, i.description, i.config, i.source_url, i.revision_id,
        r.operation_count,
        case when r.reviewed_at is null then r.unreviewed_count else 0 end,
        i.created_at, i.updated_at
      from integration i
      join integration_revision r on r.tenant_id = i.tenant_id and r.id = i.revision_id
      where i.tenant_id = ?
      order by i.slug
      offset ? limit ?
      """;
  static final String FIND =
      """
      select i.id, i.slug, i.kind, i.name, i.description, i.config, i.source_url, i.revision_id,
        r.operation_count,
        case when r.reviewed_at is null then r.unreviewed_count else 0 end,
        i.created_at, i.updated_at
      from integration i
      join integration_revision r on r.tenant_id = i.tenant_id and r.id = i.revision_id
      where i.tenant_id = ? and i.slug = ?
      """;
  // Refuses nothing by an error, so that the caller's transaction goes on: no row, no insertion.
  static final String INSERT =
      """
      insert into integration
        (tenant_id, id, slug, kind, name, description, config, source_url, revision_id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (tenant_id, slug) do nothing
      """;
  static final String DESCRIBE =
      """
      update integration set name = ?, description = ?, updated_at = now()
      where tenant_id = ? and slug = ?
      """;
  static final String CONFIGURE =
      """
      update integration set config = ?, source_url = ?, updated_at = now()
      where tenant_id = ? and id = ? and config = ?
      """;
  static final String ADVANCE =
      """
      update integration set revision_id = ?, config = ?, source_url = ?, updated_at = now()
      where tenant_id = ? and id = ? and revision_id = ? and config = ?
      """;
  static final String DELETE = "delete from integration where tenant_id = ? and slug = ?";

  private final Database database;

  @Inject
  IntegrationStore(Database database) {
    this.database = database;
  }

  int count(Caller caller) {
    return database.one(COUNT, row -> row.integer(1), caller.tenant().value()).orElseThrow();
  }

  List<StoredIntegration> list(Caller caller, int offset, int limit) {
    return database.list(
        LIST, IntegrationStore::integration, caller.tenant().value(), offset, limit);
  }

  Optional<StoredIntegration> find(Caller caller, String slug) {
    return database.one(FIND, IntegrationStore::integration, caller.tenant().value(), slug);
  }

  /** False when the organisation has an integration of that slug. */
  boolean insert(Sql sql, Caller caller, StoredIntegration row) {
    return sql.run(
            INSERT,
            caller.tenant().value(),
            row.id().value(),
            row.slug(),
            row.kind(),
            row.name(),
            row.description(),
            row.config(),
            row.sourceUrl(),
            row.revision().value())
        > 0;
  }

  boolean describe(Caller caller, String slug, String name, String description) {
    return database.run(DESCRIBE, name, description, caller.tenant().value(), slug) > 0;
  }

  /** False when the row is gone or its config is no longer what {@code read} has. */
  boolean configure(
      Caller caller, StoredIntegration read, String config, @Nullable String sourceUrl) {
    return database.run(
            CONFIGURE, config, sourceUrl, caller.tenant().value(), read.id().value(), read.config())
        > 0;
  }

  /** False when the row is gone, or its revision or config is no longer what {@code read} has. */
  boolean advance(
      Sql sql,
      Caller caller,
      StoredIntegration read,
      RevisionId revision,
      String config,
      @Nullable String sourceUrl) {
    return sql.run(
            ADVANCE,
            revision.value(),
            config,
            sourceUrl,
            caller.tenant().value(),
            read.id().value(),
            read.revision().value(),
            read.config())
        > 0;
  }

  boolean delete(Caller caller, String slug) {
    return database.run(DELETE, caller.tenant().value(), slug) > 0;
  }

  private static StoredIntegration integration(Row row) throws SQLException {
    return new StoredIntegration(
        new IntegrationId(row.uuid(1)),
        row.text(2),
        row.text(3),
        row.text(4),
        row.text(5),
        row.text(6),
        row.textOrNull(7),
        new RevisionId(row.uuid(8)),
        row.integer(9),
        row.integer(10),
        row.instant(11),
        row.instant(12));
  }
}
