package sh.executor.rest;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import sh.executor.execution.CallerStack;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;

/**
 * The questions that wait for the caller: at first all there are, then those that come and those
 * that are settled. Of very many the oldest are told, and the others as these are settled.
 *
 * @param own whether only those of the caller's own runs count
 * @param follow whether to go on after the first look
 */
record PendingEvents(CallerStack runs, boolean own, boolean follow) implements EventStreams.Source {

  private static final int KNOWN_MAX = 500;
  private static final long LOOK_EVERY_MILLIS = 1_000;

  @Override
  public void tell(EventStream stream) throws IOException, InterruptedException {
    Set<InteractionId> known = new LinkedHashSet<>();
    tell(stream, known);
    stream.send("ready", Map.of("pending", known.size()));
    while (follow && !stream.isOver()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      tell(stream, known);
      stream.keepAlive();
    }
  }

  private void tell(EventStream stream, Set<InteractionId> known) throws IOException {
    List<InteractionId> now = runs.pendingIds(own, KNOWN_MAX);
    for (InteractionId gone : gone(known, Set.copyOf(now))) {
      known.remove(gone);
      send(stream, gone);
    }
    for (InteractionId id : now) {
      if (known.add(id)) {
        send(stream, id);
      }
    }
  }

  private static List<InteractionId> gone(Set<InteractionId> known, Set<InteractionId> now) {
    return known.stream().filter(id -> !now.contains(id)).toList();
  }

  private void send(EventStream stream, InteractionId id) throws IOException {
    Optional<Interaction> question = runs.question(id);
    if (question.isPresent()) {
      stream.send("interaction", InteractionViews.view(question.get()));
    }
  }
}
