package sh.executor.tenant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.database.Sql;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;

/** The rows of {@code organization}, {@code account} and {@code membership}. */
@Singleton
final class TenantStore {

  private static final String ADD_ORGANIZATION =
      "insert into organization (id, slug, name) values (?, ?, ?) on conflict (slug) do nothing";

  private static final String ORGANIZATION = "select id, slug, name from organization where id = ?";

  private static final String ORGANIZATION_BY_SLUG =
      "select id, slug, name from organization where slug = ?";

  private static final String ADD_ACCOUNT =
      """
      insert into account (id, email, name, issuer, subject) values (?, ?, ?, ?, ?)
      on conflict (issuer, subject) do nothing
      """;

  private static final String ACCOUNT_BY_SUBJECT =
      "select id, email, name from account where issuer = ? and subject = ?";

  private static final String ADD_MEMBER =
      """
      insert into membership (id, tenant_id, account_id, role) values (?, ?, ?, ?)
      on conflict (tenant_id, account_id) do nothing
      """;

  private static final String ROLE =
      "select role from membership where tenant_id = ? and account_id = ?";

  private static final String ORGANIZATIONS_OF =
      """
      select o.id, o.slug, o.name from membership m join organization o on o.id = m.tenant_id
      where m.account_id = ? order by m.created_at, m.id limit 1000
      """;

  private static final String MEMBERS =
      """
      select m.id, m.role, m.last_active_at, a.id, a.email, a.name
      from membership m join account a on a.id = m.account_id
      where m.tenant_id = ? order by m.created_at, m.id limit ?
      """;

  private static final String MEMBER =
      """
      select m.id, m.role, m.last_active_at, a.id, a.email, a.name
      from membership m join account a on a.id = m.account_id
      where m.tenant_id = ? and m.account_id = ?
      """;

  private static final String ANSWER_TERMS =
      "select answer_seconds, native_answers, model_answers from organization where id = ?";

  private static final String SET_ANSWER_TERMS =
      """
      update organization set answer_seconds = ?, native_answers = ?, model_answers = ?
      where id = ?
      """;

  private final Database database;

  @Inject
  TenantStore(Database database) {
    this.database = database;
  }

  /** Whether the row was added; false when the slug is taken. */
  boolean addOrganization(Sql sql, Organization organization) {
    return sql.run(
            ADD_ORGANIZATION, organization.id().value(), organization.slug(), organization.name())
        == 1;
  }

  Optional<Organization> organization(TenantId id) {
    return database.one(ORGANIZATION, TenantStore::organization, id.value());
  }

  Optional<Organization> organization(Sql sql, String slug) {
    return sql.one(ORGANIZATION_BY_SLUG, TenantStore::organization, slug);
  }

  /** The organisations an account is a member of, the oldest membership first. */
  List<Organization> organizations(AccountId account) {
    return database.list(ORGANIZATIONS_OF, TenantStore::organization, account.value());
  }

  /** Adds the account unless the issuer's subject has one already. */
  void addAccount(Sql sql, Account account, @Nullable String issuer, @Nullable String subject) {
    sql.run(ADD_ACCOUNT, account.id().value(), account.email(), account.name(), issuer, subject);
  }

  Optional<Account> account(Sql sql, String issuer, String subject) {
    return sql.one(ACCOUNT_BY_SUBJECT, row -> account(row, 1), issuer, subject);
  }

  /** Adds the membership unless there is one already, whose role then stays. */
  void addMember(Sql sql, UUID id, TenantId tenant, AccountId account, Role role) {
    sql.run(ADD_MEMBER, id, tenant.value(), account.value(), wire(role));
  }

  Optional<Role> role(Sql sql, TenantId tenant, AccountId account) {
    return sql.one(ROLE, row -> role(row.text(1)), tenant.value(), account.value());
  }

  AnswerTerms answerTerms(TenantId tenant) {
    return database
        .one(
            ANSWER_TERMS,
            row -> new AnswerTerms(Duration.ofSeconds(row.integer(1)), row.flag(2), row.flag(3)),
            tenant.value())
        .orElseThrow();
  }

  void setAnswerTerms(TenantId tenant, AnswerTerms terms) {
    database.run(
        SET_ANSWER_TERMS,
        (int) terms.within().toSeconds(),
        terms.nativeAnswers(),
        terms.modelAnswers(),
        tenant.value());
  }

  List<Member> members(TenantId tenant, int limit) {
    return database.list(MEMBERS, TenantStore::member, tenant.value(), limit);
  }

  Optional<Member> member(TenantId tenant, AccountId account) {
    return database.one(MEMBER, TenantStore::member, tenant.value(), account.value());
  }

  private static Organization organization(Row row) throws SQLException {
    return new Organization(new TenantId(row.uuid(1)), row.text(2), row.text(3));
  }

  private static Member member(Row row) throws SQLException {
    return new Member(row.uuid(1), account(row, 4), role(row.text(2)), row.instantOrNull(3));
  }

  private static Account account(Row row, int column) throws SQLException {
    return new Account(
        new AccountId(row.uuid(column)), row.text(column + 1), row.textOrNull(column + 2));
  }

  private static String wire(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static Role role(String wire) {
    return Role.valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
