package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.Question;

/**
 * Answers every question there is, until closed, at one node after the other: yes to what needs
 * approval; and of a call nobody knows the fate of, what the ledger says.
 */
final class Human implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Human.class);
  private static final long BREATH_MILLIS = 40;

  private final Backstage backstage;
  private final Ledger ledger;
  private final Twins twins;
  private final Map<InteractionId, Doubt> doubts = new ConcurrentHashMap<>();
  private final Thread thread;
  private String next = "a";

  Human(Backstage backstage, Ledger ledger, Twins twins) {
    this.backstage = backstage;
    this.ledger = ledger;
    this.twins = twins;
    this.thread = Thread.ofVirtual().name("human").start(this::answerAll);
  }

  /**
   * A call nobody knew the fate of.
   *
   * @param retried whether it was to be sent again, because the ledger had it not
   */
  record Doubt(String run, int n, boolean retried) {}

  /** Those of a run. */
  List<Doubt> doubts(String run) {
    return doubts.values().stream().filter(doubt -> doubt.run().equals(run)).toList();
  }

  private void answerAll() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        backstage.pending().forEach(this::answer);
      } catch (RuntimeException | AssertionError e) {
        LOG.debug("A node died as it was answered; the next look tries the other", e);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BREATH_MILLIS));
    }
  }

  private void answer(Interaction question) {
    ObjectNode body = Trees.object().put("action", "accept");
    if (question.question().kind() == Question.Kind.IN_DOUBT) {
      JsonNode arguments = question.question().arguments();
      String run = arguments.path("run").asText();
      int n = arguments.path("n").asInt();
      Doubt doubt = new Doubt(run, n, ledger.count(run, n) == 0);
      doubts.put(question.id(), doubt);
      body.set("content", decision(doubt));
    }
    next = next.equals("a") ? "b" : "a";
    twins
        .node(next)
        .owner()
        .post("/interactions/" + question.id() + "/answer", body.toString())
        .expect(200);
  }

  private static ObjectNode decision(Doubt doubt) {
    return doubt.retried()
        ? Trees.object().put("decision", "retry")
        : Trees.object().put("decision", "done").put("result", "{\"n\":" + doubt.n() + "}");
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
