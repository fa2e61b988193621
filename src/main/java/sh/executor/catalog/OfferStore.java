package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ConnectionId;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.catalog.model.RevisionId;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;

/** Everything one caller can reach, in one query: what a request or a run begins with. */
@Singleton
final class OfferStore {

  static final String OFFERS =
      """
      with mine as (
        select integration_id, id, owner, name, template, identity_label, description, created_at,
          updated_at
        from connection
        where tenant_id = ? and (owner = 'org' or account_id = ?))
      select i.id, i.xmin::text, i.slug, i.kind, i.name, i.description, i.source_url is not null, r.id,
        r.operation_count, r.unreviewed_count = 0 or r.reviewed_at is not null,
        m.id, m.owner, m.name, m.template, m.identity_label, m.description, m.created_at,
        m.updated_at
      from integration i
      join integration_revision r on r.tenant_id = i.tenant_id and r.id = i.revision_id
      left join mine m on m.integration_id = i.id
      where i.tenant_id = ?
      order by i.slug collate "C", m.owner, m.name collate "C"
      """;
  static final String CONFIG = "select config from integration where tenant_id = ? and id = ?";

  private final Database database;

  @Inject
  OfferStore(Database database) {
    this.database = database;
  }

  /** By slug; the connections of each by owner and name. */
  List<Offer> offers(Caller caller) {
    List<Listed> rows =
        database.list(
            OFFERS,
            OfferStore::listed,
            caller.tenant().value(),
            caller.account().value(),
            caller.tenant().value());
    List<Offer> offers = new ArrayList<>();
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Listed row = rows.get(i);
      if (row.connection() != null) {
        connections.add(row.connection());
      }
      boolean last = i + 1 == rows.size();
      if (last || !rows.get(i + 1).integration().id().equals(row.integration().id())) {
        offers.add(row.integration().at(connections));
        connections.clear();
      }
    }
    return offers;
  }

  Optional<String> config(Caller caller, IntegrationId id) {
    return database.one(CONFIG, row -> row.text(1), caller.tenant().value(), id.value());
  }

  private record Listed(Offer integration, @Nullable Connection connection) {}

  private static Listed listed(Row row) throws SQLException {
    String slug = row.text(3);
    Offer integration =
        new Offer(
            new IntegrationId(row.uuid(1)),
            row.text(2),
            slug,
            row.text(4),
            row.text(5),
            row.text(6),
            row.flag(7),
            new RevisionId(row.uuid(8)),
            row.integer(9),
            row.flag(10),
            List.of());
    return new Listed(integration, row.uuidOrNull(11) == null ? null : connection(row, slug));
  }

  private static Connection connection(Row row, String integration) throws SQLException {
    return new Connection(
        new ConnectionId(row.uuid(11)),
        Owner.parse(row.text(12)).orElseThrow(),
        row.text(13),
        integration,
        row.text(14),
        row.textOrNull(15),
        row.textOrNull(16),
        row.instant(17),
        row.instant(18));
  }
}
