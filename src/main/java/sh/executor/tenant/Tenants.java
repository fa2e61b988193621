package sh.executor.tenant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.database.Transaction;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Problem;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.kernel.UuidV7;

/** Organisations and their members. Every read of one organisation is bound to its id. */
@Singleton
public final class Tenants {

  private static final int MEMBERS_LISTED_MAX = 10_000;

  private static final Duration ANSWER_WITHIN_MIN = Duration.ofMinutes(1);
  private static final Duration ANSWER_WITHIN_MAX = Duration.ofDays(365);

  private static final String LOCAL_ISSUER = "local";
  private static final String LOCAL_SUBJECT = "owner";
  private static final String LOCAL_SLUG = "default";
  private static final String ID_START = "org_";

  private final Database database;
  private final TenantStore store;
  private final UuidV7 ids;
  private final SecureRandom random;

  @Inject
  Tenants(Database database, TenantStore store, UuidV7 ids, SecureRandom random) {
    this.database = database;
    this.store = store;
    this.ids = ids;
    this.random = random;
  }

  /**
   * The one organisation of a single-user service and its owner, made when they are not there. Many
   * nodes may ask at once: they get the same.
   */
  public Caller ensureLocal() {
    return database.transact(
        tx -> {
          store.addOrganization(
              tx, new Organization(new TenantId(ids.next()), LOCAL_SLUG, "Default"));
          TenantId tenant = store.organization(tx, LOCAL_SLUG).orElseThrow().id();
          Account owner =
              ensureAccount(tx, LOCAL_ISSUER, LOCAL_SUBJECT, "owner@localhost", "Owner");
          store.addMember(tx, ids.next(), tenant, owner.id(), Role.OWNER);
          return new Caller(tenant, owner.id(), Role.OWNER, Caller.Credential.PERSON);
        });
  }

  /** The account of a person whom a token issuer vouches for, made at first sight. */
  public Account account(String issuer, String subject, String email, @Nullable String name) {
    return store
        .account(database, issuer, subject)
        .orElseGet(() -> database.transact(tx -> ensureAccount(tx, issuer, subject, email, name)));
  }

  private Account ensureAccount(
      Transaction tx, String issuer, String subject, String email, @Nullable String name) {
    store.addAccount(tx, new Account(new AccountId(ids.next()), email, name), issuer, subject);
    return store.account(tx, issuer, subject).orElseThrow();
  }

  /** Founds an organisation with its first owner, under a slug made of its name. */
  public Organization found(String name, AccountId owner) {
    return database.transact(
        tx -> {
          Organization organization =
              OrganizationSlug.proposals(name, random)
                  .map(slug -> new Organization(new TenantId(ids.next()), slug, name))
                  .filter(proposal -> store.addOrganization(tx, proposal))
                  .findFirst()
                  .orElseThrow(
                      () -> new IllegalStateException("Found no free slug for an organisation"));
          store.addMember(tx, ids.next(), organization.id(), owner, Role.OWNER);
          return organization;
        });
  }

  /** Makes an account a member; a membership that is there already keeps its role. */
  public void join(TenantId tenant, AccountId account, Role role) {
    store.addMember(database, ids.next(), tenant, account, role);
  }

  /** The role an account has in an organisation now; empty when it is no member. */
  public Optional<Role> role(TenantId tenant, AccountId account) {
    return store.role(database, tenant, account);
  }

  /**
   * Whether {@code text} may name an organisation, by the looks of it: it begins as an id, or is a
   * slug that no route of ours begins with.
   */
  public static boolean mayName(String text) {
    return text.startsWith(ID_START) || OrganizationSlug.valid(text);
  }

  /** The organisation named by its id in wire form or by its slug. */
  public Optional<Organization> named(String idOrSlug) {
    return TenantId.parse(idOrSlug)
        .flatMap(store::organization)
        .or(() -> store.organization(database, idOrSlug));
  }

  /** What the organisation lets answer its runs' questions. */
  public AnswerTerms answerTerms(TenantId tenant) {
    return store.answerTerms(tenant);
  }

  /**
   * Changes that. Only an admin may, in person: 403 for others, 400 for a time that is too short or
   * too long.
   */
  public void setAnswerTerms(Caller caller, AnswerTerms terms) {
    if (!caller.administers()) {
      throw Problem.of(
              Problem.Type.FORBIDDEN,
              "ForbiddenError",
              "What may answer an organisation's questions is changed by its admins, in person.")
          .exception();
    }
    Duration within = terms.within();
    if (within.compareTo(ANSWER_WITHIN_MIN) < 0 || within.compareTo(ANSWER_WITHIN_MAX) > 0) {
      throw Problem.of(
              Problem.Type.INVALID_INPUT,
              "InvalidAnswerTermsError",
              "A question stands for 60 to 31536000 seconds.")
          .exception();
    }
    store.setAnswerTerms(caller.tenant(), terms);
  }

  /** The organisations an account is a member of, the oldest membership first. */
  public List<Organization> organizations(AccountId account) {
    return store.organizations(account);
  }

  /** The caller's organisation. */
  public Organization organization(Caller caller) {
    return store
        .organization(caller.tenant())
        .orElseThrow(() -> new IllegalStateException("No organisation " + caller.tenant()));
  }

  /** The caller as a member of the organisation; empty when just removed from it. */
  public Optional<Member> member(Caller caller) {
    return store.member(caller.tenant(), caller.account());
  }

  /** Somebody else as a member of the caller's organisation; empty when they are none. */
  public Optional<Member> member(Caller caller, AccountId account) {
    return store.member(caller.tenant(), account);
  }

  /** The members of the caller's organisation, the oldest first, at most 10,000. */
  public List<Member> members(Caller caller) {
    return store.members(caller.tenant(), MEMBERS_LISTED_MAX);
  }
}
