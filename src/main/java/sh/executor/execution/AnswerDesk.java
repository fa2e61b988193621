package sh.executor.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.Caller;
import sh.executor.tenant.AnswerTerms;

/**
 * Takes the answers of people. Who began a run may answer its questions, and so may the
 * organisation's admins, each in person; an agent only where the organisation lets it, and never
 * what is to be approved at the console.
 */
@Singleton
final class AnswerDesk {

  private final RunParts parts;
  private final RunDriver driver;

  @Inject
  AnswerDesk(RunParts parts, RunDriver driver) {
    this.parts = parts;
    this.driver = driver;
  }

  Optional<Interaction> question(Caller caller, InteractionId id) {
    return parts
        .interactions
        .find(caller.tenant(), id)
        .map(InteractionStore.Stored::interaction)
        .filter(question -> concerns(caller, question));
  }

  /** Answers the oldest question of a run that waits; empty when none does. */
  Optional<Answered> answerNext(Caller caller, RunId run, Answer answer, Interaction.Via via) {
    return parts.interactions.ofRun(caller.tenant(), run).stream()
        .filter(found -> found.interaction().state() == Interaction.State.PENDING)
        .findFirst()
        .map(found -> answer(caller, found, answer, via));
  }

  /** Answers a question of {@code run}: whom another run's concerns, for them it is not there. */
  Answered answer(Caller caller, RunId run, InteractionId id, Answer answer, Interaction.Via via) {
    return parts
        .interactions
        .find(caller.tenant(), id)
        .filter(
            found ->
                found.interaction().run().equals(run) || !concerns(caller, found.interaction()))
        .map(found -> answer(caller, found, answer, via))
        .orElseGet(Answered.Unknown::new);
  }

  Answered answer(Caller caller, InteractionId id, Answer answer, Interaction.Via via) {
    return parts
        .interactions
        .find(caller.tenant(), id)
        .map(found -> answer(caller, found, answer, via))
        .orElseGet(Answered.Unknown::new);
  }

  private Answered answer(
      Caller caller, InteractionStore.Stored found, Answer answer, Interaction.Via via) {
    Interaction question = found.interaction();
    Optional<String> refusal = refusal(caller, question, via);
    if (refusal.isPresent()) {
      return new Answered.Forbidden(refusal.get());
    }
    if (question.state() != Interaction.State.PENDING) {
      return before(found, answer);
    }
    if (answer.action() == Answer.Action.ACCEPT) {
      if (question.question().damaged()) {
        return new Answered.Forbidden(question.question().message());
      }
      ObjectNode content = Trees.orEmpty(answer.content());
      Optional<String> misfit =
          AnswerContent.misfit(question.question().requestedSchema(), content);
      if (misfit.isPresent()) {
        return new Answered.Invalid(misfit.get());
      }
    }
    return record(caller, question, answer, via);
  }

  private Answered record(Caller caller, Interaction question, Answer answer, Interaction.Via via) {
    // As precise as it is kept, so that what is told here is what is read later.
    Instant at = parts.clock.instant().truncatedTo(ChronoUnit.MICROS);
    var signed = new TellingStore.Signed(caller.account(), via, at, parts.self());
    Told told =
        driver.tell(
            question.run(), () -> parts.telling.answer(caller.tenant(), question, answer, signed));
    if (told instanceof Told.Nothing) {
      return before(again(caller, question), answer);
    }
    var how = new Interaction.Settled(caller.account(), at, via);
    return new Answered.Recorded(question.settledAs(answer.action().state(), how));
  }

  private InteractionStore.Stored again(Caller caller, Interaction question) {
    return parts.interactions.find(caller.tenant(), question.id()).orElseThrow();
  }

  /** What an answer to a question that was settled before comes to: the same again is fine. */
  private static Answered before(InteractionStore.Stored stored, Answer answer) {
    Interaction question = stored.interaction();
    boolean same =
        question.state() == answer.action().state()
            && Trees.orEmpty(stored.content()).equals(Trees.orEmpty(answer.content()));
    return same ? new Answered.Recorded(question) : new Answered.TooLate(question);
  }

  private Optional<String> refusal(Caller caller, Interaction question, Interaction.Via via) {
    if (!concerns(caller, question)) {
      return Optional.of(
          "Only the person whose run it is, or an admin of the organisation, may answer.");
    }
    return switch (via) {
      case NATIVE -> byClient(caller, question);
      case MODEL -> byModel(caller, question);
      case REST, PAGE, DEADLINE, RUN_ENDED ->
          caller.credential() == Caller.Credential.PERSON
              ? Optional.empty()
              : Optional.of("An agent's key answers no question; a person signs in to do that.");
    };
  }

  private Optional<String> byClient(Caller caller, Interaction question) {
    if (question.consoleOnly()) {
      return Optional.of("A rule wants this approved at the console.");
    }
    AnswerTerms terms = parts.tenants.answerTerms(caller.tenant());
    return terms.nativeAnswers()
        ? Optional.empty()
        : Optional.of("This organisation takes answers at the console only.");
  }

  private Optional<String> byModel(Caller caller, Interaction question) {
    if (question.consoleOnly()) {
      return Optional.of("A rule wants this approved at the console.");
    }
    AnswerTerms terms = parts.tenants.answerTerms(caller.tenant());
    return terms.modelAnswers()
        ? Optional.empty()
        : Optional.of("This organisation does not let agents answer their own questions.");
  }

  private static boolean concerns(Caller caller, Interaction question) {
    return caller.administers() || question.owner().equals(caller.account());
  }
}
