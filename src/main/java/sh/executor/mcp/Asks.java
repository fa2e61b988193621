package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.Question;

/**
 * The questions of one run, as far as its client was asked them. Each is put once, side by side
 * with the others; what the client makes of it is recorded where its answer arrives ({@link
 * NativeAnswers}). For one thread, which closes it when it waits for no answer any more.
 */
final class Asks implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Asks.class);
  private static final String ANSWERED_ELSEWHERE = "This is answered elsewhere now.";
  private static final String NOT_TAKEN_HERE =
      "A question of this run is not taken from a client: it is answered on its page.";

  private final Line line;
  private final Manner manner;
  private final Bell bell;
  private final PausePages pages;
  private final Map<InteractionId, Ask> asked = new HashMap<>();
  private final Set<InteractionId> seen = new HashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private Set<InteractionId> pending = Set.of();

  Asks(Line line, Manner manner, Bell bell, PausePages pages) {
    this.line = line;
    this.manner = manner;
    this.bell = bell;
    this.pages = pages;
  }

  private record Ask(QuestionId id, CompletableFuture<Optional<String>> answer) {

    boolean open() {
      return !answer.isDone();
    }

    Optional<String> objection() {
      return answer.getNow(Optional.empty());
    }
  }

  /**
   * Puts those of the questions that were not put before and can be.
   *
   * @param questions all that wait for an answer now
   */
  void put(List<Interaction> questions) throws InterruptedException {
    pending = questions.stream().map(Interaction::id).collect(Collectors.toSet());
    for (Interaction question : questions) {
      if (seen.add(question.id()) && manner instanceof Manner.Native client) {
        Optional<QuestionId.Way> way = way(client, question);
        if (way.isPresent()) {
          put(client, question, line.name(way.get(), question.id()));
        } else {
          notes.add(NOT_TAKEN_HERE);
        }
      }
    }
  }

  private void put(Manner.Native client, Interaction question, QuestionId id)
      throws InterruptedException {
    CompletableFuture<Optional<String>> answer = line.ask(id, params(client, question, id.way()));
    asked.put(question.id(), new Ask(id, answer));
    CompletableFuture<Void> _ = answer.thenRun(bell::ring);
  }

  private static Optional<QuestionId.Way> way(Manner.Native client, Interaction question) {
    boolean page = question.question().kind() == Question.Kind.URL && client.abilities().url();
    if (client.answers() && !question.consoleOnly() && client.abilities().form() && !page) {
      return Optional.of(QuestionId.Way.FORM);
    }
    return client.abilities().url() ? Optional.of(QuestionId.Way.PAGE) : Optional.empty();
  }

  private ObjectNode params(Manner.Native client, Interaction question, QuestionId.Way way) {
    Question asked = question.question();
    String url = pages.of(question.run()).toString();
    ObjectNode params = Json.object();
    if (client.abilities().modes()) {
      params.put("mode", way == QuestionId.Way.FORM ? "form" : "url");
    }
    if (way == QuestionId.Way.PAGE) {
      return params
          .put("message", asked.message() + "\n\nThis is decided on a page, by who signs in there.")
          .put("url", url)
          .put("elicitationId", question.id().toString());
    }
    params.put(
        "message",
        asked.kind() == Question.Kind.URL ? asked.message() + "\n\n" + url : asked.message());
    ObjectNode schema = asked.requestedSchema();
    params.set("requestedSchema", schema == null ? confirmation() : schema);
    return params;
  }

  /** Yes or no asks for no values, but a form has to have a schema. */
  private static ObjectNode confirmation() {
    ObjectNode schema = Json.object().put("type", "object");
    schema.putObject("properties");
    return schema;
  }

  /** All questions that were seen here, put or not. */
  Set<InteractionId> seen() {
    return Set.copyOf(seen);
  }

  /** Whether the client may still answer a question, or has and the run does not know yet. */
  boolean hopes(InteractionId question) {
    Ask ask = asked.get(question);
    return ask != null && (ask.open() || ask.objection().isEmpty());
  }

  /** What there is to say about questions the client did not answer, for whoever asks on. */
  List<String> notes() {
    Set<String> all = new LinkedHashSet<>(notes);
    asked.values().forEach(ask -> ask.objection().ifPresent(all::add));
    return new ArrayList<>(all);
  }

  /**
   * Takes back what the client has not answered, and says which pages are done with: of one
   * question also when of another that could not be said.
   */
  @Override
  public void close() {
    boolean interrupted = false;
    for (Map.Entry<InteractionId, Ask> entry : asked.entrySet()) {
      try {
        end(entry.getKey(), entry.getValue());
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (RuntimeException e) {
        LOG.warn("Telling a client what became of a question failed", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(InteractionId question, Ask ask) throws InterruptedException {
    try {
      if (ask.id().way() == QuestionId.Way.PAGE && !pending.contains(question)) {
        line.settled(question);
      }
    } finally {
      if (ask.open()) {
        line.takeBack(ask.id(), ANSWERED_ELSEWHERE);
      }
    }
  }
}
