package sh.executor.rest;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.executor.api.CallView;
import sh.executor.api.ExecutionSummary;
import sh.executor.api.InteractionView;
import sh.executor.execution.CallerStack;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunSummary;

/**
 * What happens to one run: at first how all of it is, then whatever has changed since. Events say
 * how things are and not what was done to them, so a client that comes back misses nothing.
 *
 * @param follow whether to go on after the first look
 */
record RunEvents(CallerStack runs, RunId id, boolean follow) implements EventStreams.Source {

  private static final Duration LOOK_WITHIN = Duration.ofSeconds(1);

  @Override
  public void tell(EventStream stream) throws IOException, InterruptedException {
    Map<String, Object> told = new HashMap<>();
    Optional<String> sign = runs.changed(id, "", LOOK_WITHIN);
    String known = "";
    while (sign.isPresent() && !stream.isOver()) {
      if (!sign.get().equals(known)) {
        known = sign.get();
        if (tell(stream, told)) {
          return;
        }
      }
      if (!follow) {
        return;
      }
      stream.keepAlive();
      sign = runs.changed(id, known, LOOK_WITHIN);
    }
  }

  /** Tells what is news; whether there will be no more. */
  private boolean tell(EventStream stream, Map<String, Object> told) throws IOException {
    Optional<RunSummary> run = runs.run(id);
    if (run.isEmpty()) {
      return true;
    }
    // What a run consists of before the run itself: whoever reads that it has ended knows all.
    for (CallView call : ExecutionViews.calls(runs.journal(id).orElse(List.of()))) {
      tell(stream, told, "call", "call " + call.id(), call);
    }
    for (InteractionView question :
        runs.questions(id).stream().map(InteractionViews::view).toList()) {
      tell(stream, told, "interaction", question.id(), question);
    }
    ExecutionSummary summary = ExecutionViews.summary(run.get());
    tell(stream, told, "execution", "execution", summary);
    if (run.get().state().ended()) {
      stream.send("end", Map.of("executionId", id.toString()));
      return true;
    }
    return false;
  }

  private static void tell(
      EventStream stream, Map<String, Object> told, String event, String key, Object view)
      throws IOException {
    if (!view.equals(told.put(key, view))) {
      stream.send(event, view);
    }
  }
}
