package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.TenantId;

/**
 * What it takes to tell that something has changed, on whichever node it did: cheap enough to be
 * asked for once a second, because nothing sealed is read.
 */
@Singleton
final class SignStore {

  private static final String SIGN =
      """
      select concat_ws(' ', r.state, r.epoch, r.answers, r.calls, r.updated_at,
                       (select count(*) || ' ' || count(ended_at) from run_call c
                         where c.tenant_id = r.tenant_id and c.run_id = r.id),
                       (select count(*) || ' ' || count(answered_at) from interaction i
                         where i.tenant_id = r.tenant_id and i.run_id = r.id))
        from run r
       where r.tenant_id = ? and r.id = ? and (?::uuid is null or r.account_id = ?)
      """;
  private static final String PENDING =
      """
      select i.id
        from interaction i join run r on r.tenant_id = i.tenant_id and r.id = i.run_id
       where i.tenant_id = ? and i.state = 'pending' and (?::uuid is null or r.account_id = ?)
       order by i.created_at, i.call_id, i.id limit ?
      """;

  private final Database database;

  @Inject
  SignStore(Database database) {
    this.database = database;
  }

  /**
   * A text that is another one when something about a run is; empty when there is no such run.
   *
   * @param account whose it has to be; null for anybody's
   */
  Optional<String> sign(TenantId tenant, RunId run, @Nullable AccountId account) {
    @Nullable UUID whose = account == null ? null : account.value();
    return database.one(SIGN, row -> row.text(1), tenant.value(), run.value(), whose, whose);
  }

  /** The questions that wait for an answer, the oldest first; of one account's runs or of all. */
  List<InteractionId> pending(TenantId tenant, @Nullable AccountId account, int max) {
    @Nullable UUID whose = account == null ? null : account.value();
    return database.list(
        PENDING, row -> new InteractionId(row.uuid(1)), tenant.value(), whose, whose, max);
  }
}
