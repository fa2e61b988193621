package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sh.executor.database.Database;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.TenantId;

/**
 * Tells runs something, in PostgreSQL: an answer, that time is up, a wish to call it off. What is
 * told, that it was, and that a run at rest is the teller's from then on are one statement: no node
 * can die between them and leave a run that nobody looks after, of two answers one is first, and a
 * node that puts the run to rest at the same moment notices.
 */
@Singleton
final class TellingStore {

  // The run is locked before what hangs on it, as it is when it ends, so that neither waits for the
  // other in a circle; and what is told is told to the run as it is once it is locked.
  private static final String HELD =
      """
      with held as (
        select tenant_id as tenant, id as told, state as stood, node_id as holder from run
         where tenant_id = ? and id = ? and state in ('running', 'waiting')
           for no key update)
      """;
  // Whose engine is another's is nobody's, for whichever node has that to take over. The node comes
  // from the row that is locked: what a statement waited for it sees there alone, and the schema
  // wants the node and the state to agree before the update looks again.
  private static final String WAKE =
      """
      answers = answers + 1, state = 'running', epoch = epoch + (stood = 'waiting')::integer,
      updated_at = case stood when 'waiting' then ? else updated_at end,
      node_id = case when stood = 'running' then holder
                     when ?::text is null or engine is null or engine = ? then ?::uuid
                     else '00000000-0000-0000-0000-000000000000' end
      """;
  // The snapshot, which may be large, is for who goes on with it.
  private static final String TOLD =
      " where tenant_id = tenant and id = told returning "
          + RunStore.COLUMNS
          + ", case stood when 'waiting' then snapshot end"
          + RunStore.STANDING
          + ", stood = 'waiting' and node_id = ?";
  private static final String ANSWER =
      HELD
          + """
          , settled as (
            update interaction
               set state = ?, answered_by = ?, answered_at = ?, answered_via = ?, answer = ?
              from held
             where tenant_id = tenant and run_id = told and id = ? and state = 'pending'
               and deadline > ?
            returning id as question)
          update run set
          """
          + WAKE
          + " from held, settled"
          + TOLD;
  private static final String EXPIRE =
      HELD
          + """
          , settled as (
            update interaction set state = 'expired', answered_at = ?, answered_via = 'deadline'
              from held
             where tenant_id = tenant and run_id = told and id = ? and state = 'pending'
            returning id as question)
          update run set
          """
          + WAKE
          + " from held, settled"
          + TOLD;
  private static final String WISH =
      HELD + "update run set cancel_wish = ?, " + WAKE + " from held" + TOLD;

  private final Database database;
  private final Questions questions;

  @Inject
  TellingStore(Database database, Questions questions) {
    this.database = database;
    this.questions = questions;
  }

  /** Who answers a question, how, when, and on which node. */
  record Signed(AccountId by, Interaction.Via via, Instant at, Claimant node) {}

  /** Answers a question, if nobody has. */
  Told answer(TenantId tenant, Interaction interaction, Answer answer, Signed signed) {
    byte @Nullable [] content =
        questions.sealAnswer(tenant, interaction.id().value(), answer.content());
    return tell(
        ANSWER,
        new Telling(tenant, interaction.run(), signed.node(), signed.at()),
        wire(answer.action().state()),
        signed.by().value(),
        signed.at(),
        wire(signed.via()),
        content,
        interaction.id().value(),
        signed.at());
  }

  /** Settles a question as not answered in time, if nobody has answered. */
  Told expire(InteractionStore.Overdue overdue, Claimant node, Instant at) {
    var telling = new Telling(overdue.tenant(), overdue.run(), node, at);
    return tell(EXPIRE, telling, at, overdue.id().value());
  }

  /** Asks whoever drives a run to call it off: {@code by}, when it rests. */
  Told wish(TenantId tenant, RunId id, String reason, Claimant by, Instant at) {
    return tell(WISH, new Telling(tenant, id, by.ofAnyEngine(), at), reason);
  }

  /**
   * To whom something is told, and by whom.
   *
   * @param by who goes on with the run, if it waits
   */
  private record Telling(TenantId tenant, RunId run, Claimant by, Instant at) {}

  /**
   * Tells what {@code statement} says: {@link #HELD}, a change, {@link #WAKE} and {@link #TOLD}.
   *
   * @param change what the change is bound to
   */
  private Told tell(String statement, Telling telling, @Nullable Object... change) {
    Claimant by = telling.by();
    List<@Nullable Object> bound = new ArrayList<>();
    bound.add(telling.tenant().value());
    bound.add(telling.run().value());
    bound.addAll(Arrays.asList(change));
    bound.addAll(Arrays.asList(telling.at(), by.engine(), by.engine(), by.node(), by.node()));
    return database
        .<Told>one(
            statement,
            row -> row.flag(21) ? new Told.Claimed(RunStore.taken(row)) : new Told.Driven(),
            bound.toArray())
        .orElseGet(Told.Nothing::new);
  }

  private static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
