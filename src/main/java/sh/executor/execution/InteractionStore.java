package sh.executor.execution;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.database.Row;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.Question;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.TenantId;

/**
 * Questions to people, in PostgreSQL, to be read. They are asked by {@link CallStore}, and settled
 * by {@link TellingStore}.
 */
@Singleton
final class InteractionStore {

  private static final Logger LOG = Logger.getLogger(InteractionStore.class);

  private static final String COLUMNS =
      """
      i.id, i.run_id, r.account_id, i.call_id, i.kind, i.state, i.console_only, i.request,
      i.created_at, i.deadline, i.answered_by, i.answered_at, i.answered_via, i.answer
      """;
  private static final String FROM =
      " from interaction i join run r on r.tenant_id = i.tenant_id and r.id = i.run_id ";
  private static final String FIND =
      "select " + COLUMNS + FROM + "where i.tenant_id = ? and i.id = ?";
  private static final String OF_RUN =
      "select "
          + COLUMNS
          + FROM
          + "where i.tenant_id = ? and i.run_id = ? order by i.created_at, i.call_id, i.id";
  private static final String PENDING =
      "select "
          + COLUMNS
          + FROM
          + """
          where i.tenant_id = ? and i.state = 'pending' and (?::uuid is null or r.account_id = ?)
          order by i.created_at, i.call_id, i.id offset ? limit ?
          """;
  private static final String PENDING_COUNT =
      "select count(*)::integer"
          + FROM
          + "where i.tenant_id = ? and i.state = 'pending' and (?::uuid is null or r.account_id = ?)";
  private static final String OVERDUE =
      """
      select tenant_id, run_id, id from interaction
       where state = 'pending' and deadline <= ? order by deadline limit ?
      """;
  private static final String CALLED =
      "select path from run_call where tenant_id = ? and run_id = ? and call_id = ?";

  /** Of how many damaged questions it is known that they were told of. */
  private static final int TOLD_MAX = 1_000;

  private final Database database;
  private final Questions questions;
  private final Set<InteractionId> told = ConcurrentHashMap.newKeySet();

  @Inject
  InteractionStore(Database database, Questions questions) {
    this.database = database;
    this.questions = questions;
  }

  /**
   * A question with the content it was answered with.
   *
   * @param content null for none
   */
  record Stored(Interaction interaction, @Nullable ObjectNode content) {}

  /** The question, or empty when the organisation has none of that id. */
  Optional<Stored> find(TenantId tenant, InteractionId id) {
    return database
        .one(FIND, InteractionStore::cipher, tenant.value(), id.value())
        .map(found -> opened(tenant, found));
  }

  /** All questions of a run, in the order they were asked. */
  List<Stored> ofRun(TenantId tenant, RunId run) {
    return database.list(OF_RUN, InteractionStore::cipher, tenant.value(), run.value()).stream()
        .map(found -> opened(tenant, found))
        .toList();
  }

  /** Questions that wait for an answer, the oldest first; of one account's runs or of all. */
  List<Interaction> pending(TenantId tenant, @Nullable AccountId account, int offset, int limit) {
    @Nullable UUID whose = account == null ? null : account.value();
    return database
        .list(PENDING, InteractionStore::cipher, tenant.value(), whose, whose, offset, limit)
        .stream()
        .map(found -> opened(tenant, found).interaction())
        .toList();
  }

  /** How many {@link #pending} would list without end. */
  int pendingCount(TenantId tenant, @Nullable AccountId account) {
    @Nullable UUID whose = account == null ? null : account.value();
    return database
        .one(PENDING_COUNT, row -> row.integer(1), tenant.value(), whose, whose)
        .orElseThrow();
  }

  /** A question whose time is up. */
  record Overdue(TenantId tenant, RunId run, InteractionId id) {}

  /** Questions whose time is up, at most {@code max}. */
  List<Overdue> overdue(Instant now, int max) {
    return database.list(
        OVERDUE,
        row ->
            new Overdue(
                new TenantId(row.uuid(1)), new RunId(row.uuid(2)), new InteractionId(row.uuid(3))),
        now,
        max);
  }

  private record Cipher(Interaction interaction, byte[] request, byte @Nullable [] answer) {}

  /** A question that can be read; one that can not must neither hide others nor stay for ever. */
  private Stored opened(TenantId tenant, Cipher found) {
    Interaction it = found.interaction();
    UUID id = it.id().value();
    try {
      Question question = questions.open(tenant, id, it.question().kind(), found.request());
      return new Stored(it.asking(question), questions.openAnswer(tenant, id, found.answer()));
    } catch (IllegalStateException | UncheckedIOException e) {
      tell(it.id(), e);
      return new Stored(it.asking(damaged(tenant, it)), null);
    }
  }

  private Question damaged(TenantId tenant, Interaction it) {
    String address =
        database
            .one(CALLED, row -> row.text(1), tenant.value(), it.run().value(), it.callId())
            .orElse("");
    return Question.damaged(it.question().kind(), address);
  }

  /** Once, however often it is looked at. */
  private void tell(InteractionId id, RuntimeException cause) {
    if (told.size() >= TOLD_MAX) {
      told.clear();
    }
    if (told.add(id)) {
      LOG.errorf(cause, "The question %s is damaged: it can only be declined", id);
    }
  }

  private static Cipher cipher(Row row) throws SQLException {
    Instant at = row.instantOrNull(12);
    UUID by = row.uuidOrNull(11);
    Interaction interaction =
        new Interaction(
            new InteractionId(row.uuid(1)),
            new RunId(row.uuid(2)),
            new AccountId(row.uuid(3)),
            row.integer(4),
            Interaction.State.valueOf(upper(row.text(6))),
            new Question(
                Question.Kind.valueOf(upper(row.text(5))),
                "",
                "",
                MissingNode.getInstance(),
                null,
                null),
            row.flag(7),
            row.instant(9),
            row.instant(10),
            at == null
                ? null
                : new Interaction.Settled(
                    by == null ? null : new AccountId(by),
                    at,
                    Interaction.Via.valueOf(upper(row.text(13)))));
    return new Cipher(interaction, row.bytes(8), row.getOrNull(14, byte[].class));
  }

  private static String upper(String wire) {
    return wire.toUpperCase(Locale.ROOT);
  }
}
