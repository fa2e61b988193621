package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import sh.executor.execution.model.RunId;

/**
 * A request that its client makes again and again until all it is asked is answered: what it said
 * in the rounds before and in this one, and what this one still wants. Safe for use by many
 * threads.
 */
final class Rounds {

  private static final String RUN = "run";
  private static final String ANSWERS = "answers";
  private static final String OPENED = "opened";

  private final Map<String, ObjectNode> answers = new HashMap<>();
  private final Map<String, Optional<String>> taken;
  private final ReentrantLock noting = new ReentrantLock();

  @GuardedBy("noting")
  private final ObjectNode state = Json.object();

  @GuardedBy("noting")
  private final ObjectNode wanted = Json.object();

  /**
   * The present round.
   *
   * @param state what the rounds before left behind
   * @param responses what the client answers now, by name
   * @param taken the answers to questions of a run: empty when one counts, else why it does not
   */
  Rounds(ObjectNode state, JsonNode responses, Map<String, Optional<String>> taken) {
    this.taken = new HashMap<>(taken);
    state.path(OPENED).forEach(page -> this.taken.putIfAbsent(page.asText(), Optional.empty()));
    this.taken.forEach(
        (name, objection) -> {
          if (objection.isEmpty() && isPage(name)) {
            opened(name);
          }
        });
    collect(state.path(ANSWERS));
    collect(responses);
    run(state).ifPresent(this::follow);
  }

  /** Whether it is the name of a question that is answered on its page, and not by its answer. */
  private static boolean isPage(String name) {
    return QuestionId.parse(name).filter(id -> id.way() == QuestionId.Way.PAGE).isPresent();
  }

  private void opened(String page) {
    noting.lock();
    try {
      state.withArray("/" + OPENED).add(page);
    } finally {
      noting.unlock();
    }
  }

  private void collect(JsonNode named) {
    for (Map.Entry<String, JsonNode> each : named.properties()) {
      if (each.getValue() instanceof ObjectNode answer) {
        answers.put(each.getKey(), answer);
      }
    }
  }

  /** The run that an earlier round began. */
  static Optional<RunId> run(ObjectNode state) {
    return RunId.parse(state.path(RUN).asText());
  }

  /** What the client said to {@code name}, now or before; the next round will know it, too. */
  Optional<ObjectNode> answer(String name) {
    Optional<ObjectNode> answer = Optional.ofNullable(answers.get(name));
    noting.lock();
    try {
      answer.ifPresent(given -> state.withObject("/" + ANSWERS).set(name, given));
      return answer;
    } finally {
      noting.unlock();
    }
  }

  /**
   * Whether the client has answered that question of a run in this round, or opened its page in one
   * before.
   */
  boolean isTaken(QuestionId question) {
    return taken.containsKey(question.toString());
  }

  /** Why its answer counts for nothing; empty when it counts. */
  Optional<String> objection(QuestionId question) {
    return taken.getOrDefault(question.toString(), Optional.empty());
  }

  /** Asks the client for one more thing. */
  void want(String name, Wish wish) {
    noting.lock();
    try {
      wanted.putObject(name).put("method", wish.method()).set("params", wish.params());
    } finally {
      noting.unlock();
    }
  }

  /** Notes which run this is about. */
  void follow(RunId run) {
    noting.lock();
    try {
      state.put(RUN, run.toString());
    } finally {
      noting.unlock();
    }
  }

  /** What is wanted still, as {@code inputRequests}; empty for nothing. */
  ObjectNode wanted() {
    noting.lock();
    try {
      return wanted.deepCopy();
    } finally {
      noting.unlock();
    }
  }

  /** What the next round has to know. */
  ObjectNode state() {
    noting.lock();
    try {
      return state.deepCopy();
    } finally {
      noting.unlock();
    }
  }
}
