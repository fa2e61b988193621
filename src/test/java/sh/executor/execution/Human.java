package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.Question;

/**
 * Answers every question there is, until closed: yes to what needs approval; and of a call nobody
 * knows the fate of, what the ledger says.
 */
final class Human implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Human.class);
  private static final long BREATH_MILLIS = 40;

  private final Backstage backstage;
  private final Ledger ledger;
  private final List<Doubt> doubts = new CopyOnWriteArrayList<>();
  private final Thread thread;

  Human(Backstage backstage, Ledger ledger) {
    this.backstage = backstage;
    this.ledger = ledger;
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
    return doubts.stream().filter(doubt -> doubt.run().equals(run)).toList();
  }

  private void answerAll() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        backstage.pending().forEach(this::answer);
      } catch (RuntimeException e) {
        LOG.warn("Answering failed; the next look tries again", e);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BREATH_MILLIS));
    }
  }

  private void answer(Interaction question) {
    if (question.question().kind() == Question.Kind.APPROVAL) {
      backstage.answer(question, new Answer(Answer.Action.ACCEPT, null));
      return;
    }
    JsonNode arguments = question.question().arguments();
    String run = arguments.path("run").asText();
    int n = arguments.path("n").asInt();
    boolean retried = ledger.count(run, n) == 0;
    ObjectNode content = Trees.object();
    if (retried) {
      content.put("decision", "retry");
    } else {
      content.put("decision", "done").put("result", "{\"n\":" + n + "}");
    }
    doubts.add(new Doubt(run, n, retried));
    backstage.answer(question, new Answer(Answer.Action.ACCEPT, content));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
