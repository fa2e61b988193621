package sh.executor.catalog;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/**
 * Texts that are other ones when tools have come, gone or changed, on whichever node that was done:
 * which integrations are there, their revisions, the connections and the rules, and the transaction
 * that wrote each of these rows last ({@code xmin}), which no clock can repeat.
 */
@Singleton
final class SignStore {

  static final String OF_ORGANIZATIONS =
      """
      select t.id, md5(concat_ws('|',
        (select string_agg(concat_ws(' ', i.id, i.xmin, r.id, r.xmin), ',' order by i.id)
           from integration i
           join integration_revision r on r.tenant_id = i.tenant_id and r.id = i.revision_id
          where i.tenant_id = t.id),
        (select string_agg(concat_ws(' ', c.id, c.xmin), ',' order by c.id) from connection c
          where c.tenant_id = t.id),
        (select string_agg(concat_ws(' ', p.id, p.xmin), ',' order by p.id)
           from policy_rule p where p.tenant_id = t.id)))
      from unnest(?::uuid[]) as t (id)
      """;

  static final String OF_CALLER =
      """
      select md5(concat_ws('|',
        (select string_agg(concat_ws(' ', i.id, i.xmin, r.id, r.xmin), ',' order by i.id)
           from integration i
           join integration_revision r on r.tenant_id = i.tenant_id and r.id = i.revision_id
          where i.tenant_id = t.id),
        (select string_agg(concat_ws(' ', c.id, c.xmin), ',' order by c.id) from connection c
          where c.tenant_id = t.id and (c.owner = 'org' or c.account_id = t.account)),
        (select string_agg(concat_ws(' ', p.id, p.xmin), ',' order by p.id)
           from policy_rule p
          where p.tenant_id = t.id and (p.owner = 'org' or p.account_id = t.account))))
      from (values (?::uuid, ?::uuid)) as t (id, account)
      """;

  private final Database database;

  @Inject
  SignStore(Database database) {
    this.database = database;
  }

  /** The sign of each of these organisations: changes with anything in it. */
  Map<TenantId, String> ofOrganizations(Collection<TenantId> tenants) {
    UUID[] ids = tenants.stream().map(TenantId::value).toArray(UUID[]::new);
    return database
        .list(
            OF_ORGANIZATIONS,
            row -> Map.entry(new TenantId(row.uuid(1)), row.text(2)),
            (Object) ids)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The sign of what one caller sees. */
  String ofCaller(Caller caller) {
    return database
        .one(OF_CALLER, row -> row.text(1), caller.tenant().value(), caller.account().value())
        .orElseThrow();
  }
}
