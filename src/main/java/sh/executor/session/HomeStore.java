package sh.executor.session;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import sh.executor.database.Database;
import sh.executor.node.ThisNode;

/**
 * Homes as columns of {@code mcp_session}. Leases are by the database's clock alone. A node that
 * says nowhere how it is reached, because it stops or because nobody told it, keeps nothing from
 * the others: they could not pass anything on to it.
 */
@Singleton
final class HomeStore implements Homes {

  private static final String CLAIM =
      """
      update mcp_session
         set home_node = ?, home_epoch = home_epoch + case when home_node = ? then 0 else 1 end
       where tenant_id = ? and session_sha256 = ? and ended_at is null
         and (home_node is null or home_node = ?
              or not exists (select from node
                              where node.id = home_node and lease_until > now() and url is not null))
      returning home_epoch
      """;

  private static final String ELSEWHERE =
      """
      select home_node from mcp_session
       where tenant_id = ? and session_sha256 = ? and ended_at is null and home_node is not null
      """;

  private final Database database;
  private final ThisNode node;

  @Inject
  HomeStore(Database database, ThisNode node) {
    this.database = database;
    this.node = node;
  }

  @Override
  public UUID here() {
    return node.id();
  }

  @Override
  public Home claim(SessionKey key, SessionOwner owner) {
    UUID tenant = owner.tenant().value();
    Optional<Long> epoch =
        database.transact(
            transaction ->
                transaction.one(
                    CLAIM,
                    row -> row.number(1),
                    node.id(),
                    node.id(),
                    tenant,
                    key.bytes(),
                    node.id()));
    return epoch
        .<Home>map(Home.Here::new)
        .orElseGet(
            () ->
                database
                    .one(ELSEWHERE, row -> row.uuid(1), tenant, key.bytes())
                    .<Home>map(Home.Elsewhere::new)
                    .orElseGet(Home.Gone::new));
  }

  @Override
  public long mark() {
    return node.lapses();
  }

  @Override
  public boolean stands(long mark) {
    return node.isSurelyLeased()
        && mark == node.lapses()
        && !node.isLeaving()
        && !node.isOutOfReach();
  }
}
