package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.Revisions.StoredOperation;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Reading;
import sh.executor.catalog.model.RevisionId;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.database.Sql;
import sh.executor.kernel.Caller;

/**
 * The readings of integrations: written once as a whole, never changed but for who reviewed them.
 */
@Singleton
final class RevisionStore {

  static final String INSERT =
      """
      insert into integration_revision
        (tenant_id, id, integration_id, source_sha256, operation_count, unreviewed_count)
      values (?, ?, ?, ?, ?, ?)
      """;
  static final String INSERT_OPERATION =
      """
      insert into operation (tenant_id, revision_id, name, description, effect,
        approval_description, reviewed, input_schema, output_schema, binding)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  static final String INSERT_DEFINITION =
      "insert into definition (tenant_id, revision_id, name, schema) values (?, ?, ?, ?)";
  static final String SOURCE =
      "select source_sha256 from integration_revision where tenant_id = ? and id = ?";
  static final String OUTLINES =
      """
      select name, description, effect, approval_description, reviewed
      from operation
      where tenant_id = ? and revision_id = ?
      """;
  static final String OPERATION =
      """
      select name, description, effect, approval_description, reviewed, input_schema,
        output_schema, binding
      from operation
      where tenant_id = ? and revision_id = ? and name = ?
      """;
  static final String DEFINITIONS =
      """
      select name, schema from definition
      where tenant_id = ? and revision_id = ? and name = any (?)
      """;
  static final String REVIEW =
      """
      update integration_revision set reviewed_at = now(), reviewed_by = ?
      where tenant_id = ? and id = ? and reviewed_at is null
      """;
  static final String PRUNE =
      """
      delete from integration_revision
      where tenant_id = ? and integration_id = ? and id <> ? and id <> ?
      """;

  private final Database database;

  @Inject
  RevisionStore(Database database) {
    this.database = database;
  }

  /** Writes a reading; {@code unreviewed} names the operations nobody has looked at. */
  void insert(
      Sql sql,
      Caller caller,
      RevisionId id,
      IntegrationId integration,
      Reading reading,
      Collection<String> unreviewed) {
    sql.run(
        INSERT,
        caller.tenant().value(),
        id.value(),
        integration.value(),
        reading.sourceSha256(),
        reading.operations().size(),
        unreviewed.size());
    sql.batch(
        INSERT_OPERATION,
        () ->
            reading.operations().stream()
                .map(it -> operation(caller, id, it, !unreviewed.contains(it.name())))
                .iterator());
    sql.batch(
        INSERT_DEFINITION,
        () ->
            reading.definitions().entrySet().stream()
                .map(it -> definition(caller, id, it.getKey(), it.getValue()))
                .iterator());
  }

  private static @Nullable Object[] operation(
      Caller caller, RevisionId id, Operation operation, boolean reviewed) {
    return new @Nullable Object[] {
      caller.tenant().value(),
      id.value(),
      operation.name(),
      storable(operation.description()),
      operation.effect().name().toLowerCase(Locale.ROOT),
      operation.approvalDescription() == null ? null : storable(operation.approvalDescription()),
      reviewed,
      operation.inputSchema(),
      operation.outputSchema(),
      operation.binding()
    };
  }

  private static @Nullable Object[] definition(
      Caller caller, RevisionId id, String name, String schema) {
    return new @Nullable Object[] {caller.tenant().value(), id.value(), name, schema};
  }

  /** PostgreSQL's text has no NUL; JSON text writes it as an escape and needs no care. */
  private static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  Optional<byte[]> sourceSha256(Caller caller, RevisionId id) {
    return database.one(SOURCE, row -> row.bytes(1), caller.tenant().value(), id.value());
  }

  /** Every operation of a revision, without what is only needed to call it; in no order. */
  List<OperationOutline> outlines(Caller caller, RevisionId id) {
    return database.list(OUTLINES, RevisionStore::outline, caller.tenant().value(), id.value());
  }

  Optional<StoredOperation> operation(Caller caller, RevisionId id, String name) {
    return database.one(
        OPERATION, RevisionStore::operation, caller.tenant().value(), id.value(), name);
  }

  /** Those of {@code names} that the revision has, by name. */
  Map<String, String> definitions(Caller caller, RevisionId id, Collection<String> names) {
    Map<String, String> definitions = new HashMap<>();
    database.list(
        DEFINITIONS,
        row -> definitions.put(row.text(1), row.text(2)),
        caller.tenant().value(),
        id.value(),
        names.toArray(String[]::new));
    return definitions;
  }

  boolean review(Caller caller, RevisionId id) {
    return database.run(REVIEW, caller.account().value(), caller.tenant().value(), id.value()) > 0;
  }

  /** Removes all revisions of an integration but {@code present} and the one before it. */
  void prune(
      Sql sql, Caller caller, IntegrationId integration, RevisionId present, RevisionId before) {
    sql.run(PRUNE, caller.tenant().value(), integration.value(), present.value(), before.value());
  }

  private static OperationOutline outline(Row row) throws SQLException {
    return new OperationOutline(
        row.text(1), row.text(2), effect(row.text(3)), row.textOrNull(4), row.flag(5));
  }

  private static StoredOperation operation(Row row) throws SQLException {
    OperationOutline outline = outline(row);
    Operation operation =
        new Operation(
            outline.name(),
            outline.description(),
            outline.effect(),
            outline.approvalDescription(),
            row.textOrNull(6),
            row.textOrNull(7),
            row.text(8));
    return new StoredOperation(operation, outline);
  }

  private static Effect effect(String stored) {
    return Effect.valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
