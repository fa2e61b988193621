package sh.executor.policy;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.database.Sql;
import sh.executor.database.Transaction;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;

/**
 * The rules in PostgreSQL. A caller reaches the organisation's and the own ones; a member's rules
 * are nobody else's.
 */
@Singleton
final class PolicyStore {

  private static final String COLUMNS =
      "id, owner, pattern, action, position, console_only, created_at, updated_at";
  private static final String VISIBLE =
      "select "
          + COLUMNS
          + """
           from policy_rule
          where tenant_id = ? and (owner = 'org' or account_id = ?)
          order by owner, position, id
          """;
  private static final String OF_OWNER =
      "select "
          + COLUMNS
          + """
           from policy_rule
          where tenant_id = ? and owner = ? and account_id is not distinct from ?
          order by position, id
          """;
  private static final String FIND =
      "select "
          + COLUMNS
          + """
           from policy_rule
          where tenant_id = ? and id = ? and (owner = 'org' or account_id = ?)
          """;
  private static final String INSERT =
      """
      insert into policy_rule (tenant_id, id, owner, account_id, pattern, action, position,
                               console_only)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String UPDATE =
      """
      update policy_rule set pattern = ?, action = ?, position = ?, console_only = ?,
             updated_at = now()
      where tenant_id = ? and id = ? and (owner = 'org' or account_id = ?)
      """;
  private static final String MOVE =
      "update policy_rule set position = ? where tenant_id = ? and id = ?";
  private static final String DELETE =
      """
      delete from policy_rule
      where tenant_id = ? and id = ? and (owner = 'org' or account_id = ?)
      """;
  // Weaker than FOR UPDATE, so that rows referring to the organisation can be written meanwhile.
  private static final String LOCK = "select 1 from organization where id = ? for no key update";

  private final Database database;

  @Inject
  PolicyStore(Database database) {
    this.database = database;
  }

  /** Does {@code work} while nobody else changes rules of the caller's organisation. */
  <T> T exclusively(Caller caller, Transaction.Work<T> work) {
    return database.transact(
        transaction -> {
          transaction.one(LOCK, row -> row.integer(1), caller.tenant().value());
          return work.in(transaction);
        });
  }

  /** All that apply to the caller: those of an owner together, in their order. */
  List<PolicyRule> visible(Caller caller) {
    return database.list(
        VISIBLE, PolicyStore::rule, caller.tenant().value(), caller.account().value());
  }

  List<PolicyRule> ofOwner(Sql sql, Caller caller, Owner owner) {
    return sql.list(
        OF_OWNER, PolicyStore::rule, caller.tenant().value(), owner.wire(), account(caller, owner));
  }

  Optional<PolicyRule> find(Sql sql, Caller caller, PolicyId id) {
    return sql.one(
        FIND, PolicyStore::rule, caller.tenant().value(), id.value(), caller.account().value());
  }

  void insert(
      Sql sql,
      Caller caller,
      PolicyId id,
      Owner owner,
      PolicyPattern pattern,
      Action action,
      String position,
      boolean consoleOnly) {
    sql.run(
        INSERT,
        caller.tenant().value(),
        id.value(),
        owner.wire(),
        account(caller, owner),
        pattern.toString(),
        action.wire(),
        position,
        consoleOnly);
  }

  boolean update(Sql sql, Caller caller, PolicyRule rule) {
    return sql.run(
            UPDATE,
            rule.pattern().toString(),
            rule.action().wire(),
            rule.position(),
            rule.consoleOnly(),
            caller.tenant().value(),
            rule.id().value(),
            caller.account().value())
        > 0;
  }

  void move(Sql sql, Caller caller, PolicyId id, String position) {
    sql.run(MOVE, position, caller.tenant().value(), id.value());
  }

  boolean delete(Sql sql, Caller caller, PolicyId id) {
    return sql.run(DELETE, caller.tenant().value(), id.value(), caller.account().value()) > 0;
  }

  private static @Nullable UUID account(Caller caller, Owner owner) {
    return owner == Owner.USER ? caller.account().value() : null;
  }

  private static PolicyRule rule(Row row) throws SQLException {
    return new PolicyRule(
        new PolicyId(row.uuid(1)),
        Owner.parse(row.text(2)).orElseThrow(),
        PolicyPattern.parse(row.text(3)),
        Action.parse(row.text(4)).orElseThrow(),
        row.text(5),
        row.flag(6),
        row.instant(7),
        row.instant(8));
  }
}
