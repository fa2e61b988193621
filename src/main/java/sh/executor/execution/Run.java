package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Repeat;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.RunState;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.ScriptError;
import sh.executor.sandbox.Step;
import sh.executor.sandbox.ToolCall;

/**
 * One node driving one run, from where it is to its end or its rest. The rule it keeps: before a
 * call leaves that may change the world, or a person is asked, the run is written down with that
 * call in it; so whoever takes over knows of every effect there may have been. For one thread,
 * which it blocks.
 */
final class Run {

  /** How often a run that works looks for answers of people that came by other nodes. */
  private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

  private final RunParts parts;
  private final RunHead head;
  private final Hold hold;
  private final RunBody body;
  private final CallDesk desk;
  private final CallCrew crew;
  private final Cancellation cancellation;
  private final Beginning beginning;
  private final Outset outset;
  private final long startedNanos;
  private final List<Delivery> ready = new ArrayList<>();
  private final RunQuestions questions;
  private int answersSeen;

  Run(
      RunParts parts,
      RunHead head,
      Hold hold,
      RunBody body,
      Crew crew,
      Beginning beginning,
      Outset outset) {
    this.parts = parts;
    this.head = head;
    this.hold = hold;
    this.body = body;
    this.desk = crew.desk();
    this.crew = crew.calls();
    this.cancellation = crew.cancellation();
    this.beginning = beginning;
    this.outset = outset;
    this.answersSeen = outset.answers();
    this.startedNanos = parts.nanoTime.getAsLong();
    this.questions =
        new RunQuestions(
            parts, head, hold, body, desk, new RunQuestions.Outlets(this::send, ready::add));
  }

  /** Who does the work. */
  record Crew(CallDesk desk, CallCrew calls, Cancellation cancellation) {}

  /**
   * How it was as it became this node's.
   *
   * @param lapses of this node before that: if there was one since, it may be another's already
   * @param answers how many were recorded
   * @param cancelWish why it is to be called off; null when nobody wanted that
   */
  record Outset(long lapses, int answers, @Nullable String cancelWish) {

    /** Of a run that begins. */
    static Outset fresh(long lapses) {
      return new Outset(lapses, 0, null);
    }
  }

  /** Runs {@code code} to its end or its first rest. */
  ExecutionOutcome start(String code) throws InterruptedException {
    stepped(body.sandbox().start(code));
    return drive();
  }

  /** Goes on from where the run was written down. */
  ExecutionOutcome goOn() throws InterruptedException {
    Map<Integer, StoredCall> written = new TreeMap<>();
    parts.calls.list(head.tenant(), head.id()).forEach(call -> written.put(call.callId(), call));
    List<ToolCall> unwritten = new ArrayList<>();
    Map<ToolCall, StoredCall> cutOff = new LinkedHashMap<>();
    Set<Integer> waiting = new TreeSet<>();
    for (ToolCall call : body.open().values()) {
      StoredCall row = written.get(call.id());
      if (row == null) {
        unwritten.add(call);
      } else if (row.answer() != null) {
        body.log().ended(call.id(), row.state(), ToolReplies.error(row.answer()), now());
        ready.add(row.answer());
      } else if (row.state() == CallRecord.State.INTENDED) {
        cutOff.put(call, row);
      } else {
        waiting.add(call.id());
      }
    }
    // A pulse would say no more than the statement that has just made it this node's.
    heed(outset.cancelWish(), waiting);
    questions.repeat(cutOff);
    begin(unwritten);
    return drive();
  }

  private ExecutionOutcome drive() throws InterruptedException {
    while (true) {
      if (cancellation.isCancelled()) {
        end(RunState.CANCELLED, "The execution was cancelled.");
      } else if (left().isZero()) {
        end(
            RunState.FAILED,
            "The execution did not end within "
                + parts.config.wallClock().toSeconds()
                + " seconds.");
      }
      if (body.ending() != null && body.open().isEmpty()) {
        return finish(body.ending());
      }
      if (parts.closing.hasBegun()) {
        return handOver();
      }
      if (ready.isEmpty() && questions.none() && !crew.busy()) {
        throw new IllegalStateException("Nothing will answer the open calls of " + head.id());
      }
      List<Delivery> answers = answers();
      if (!answers.isEmpty()) {
        deliver(answers);
      } else if (!crew.busy() && !questions.none() && rest()) {
        return new ExecutionOutcome.Paused(
            head.id().toString(), questions.pending(), body.log().emitted(), body.log().logs());
      } else if (!questions.none()) {
        lookAround(questions.waiting());
      }
    }
  }

  /**
   * Leaves the run to another node, where it is: calls that may change something are waited for a
   * little, as nobody could say later whether they arrived; others are made again.
   */
  private ExecutionOutcome handOver() throws InterruptedException {
    crew.finish(parts.closing::left);
    awaitWritten();
    parts.runs.handOver(head, hold, envelopeIfStale(), body.log().callCount(), now());
    return new ExecutionOutcome.Running(head.id().toString());
  }

  /** Answers to hand to the script; none when there is something else to look at first. */
  private List<Delivery> answers() throws InterruptedException {
    if (ready.isEmpty()) {
      if (!crew.busy()) {
        return List.of();
      }
      Duration patience = left();
      if (!questions.none() && patience.compareTo(LOOK_AROUND) > 0) {
        patience = LOOK_AROUND;
      }
      return crew.take(patience);
    }
    List<Delivery> answers = List.copyOf(ready);
    ready.clear();
    return answers;
  }

  private void deliver(List<Delivery> answers) throws InterruptedException {
    Instant now = now();
    for (Delivery answer : answers) {
      body.open().remove(answer.callId());
      body.log().ended(answer.callId(), CallRecord.State.DONE, ToolReplies.error(answer), now);
    }
    // Nobody waits for these any more: the calls were made all the same.
    if (body.ending() == null) {
      body.moved();
      stepped(body.sandbox().resume(answers));
    }
  }

  private void stepped(Step step) throws InterruptedException {
    if (!body.log().note(step.output())) {
      end(RunState.FAILED, "What the script emitted " + Trees.ILLEGIBLE);
      return;
    }
    switch (step) {
      case Step.Waiting waiting -> begin(waiting.calls());
      case Step.Completed completed -> completed(completed);
      case Step.Failed failed when failed.error().kind() == ScriptError.Kind.THROWN -> {
        body.end(ending(RunState.FAILED).put("error", words(failed.error())));
        begin(failed.calls());
      }
      case Step.Failed failed when isThisNodes(failed.error().kind()) ->
          throw new NotNow(head.id());
      case Step.Failed failed ->
          end(
              failed.error().kind() == ScriptError.Kind.CANCELLED
                  ? RunState.CANCELLED
                  : RunState.FAILED,
              words(failed.error()));
    }
  }

  private void completed(Step.Completed completed) throws InterruptedException {
    Optional<JsonNode> result = Trees.legible(completed.resultJson());
    if (result.isEmpty()) {
      end(RunState.FAILED, "The result of the script " + Trees.ILLEGIBLE);
      return;
    }
    ObjectNode ending = ending(RunState.COMPLETED);
    ending.set("result", result.get());
    body.end(ending);
    begin(completed.calls());
  }

  /** Whether a script broke off because of the node it was on, and another can go on with it. */
  private boolean isThisNodes(ScriptError.Kind kind) {
    return switch (kind) {
      case BUSY -> hold.epoch() > 1;
      case INTERNAL -> parts.closing.hasBegun();
      case CANCELLED -> parts.closing.hasBegun() && !cancellation.isCancelled();
      case SYNTAX, THROWN, STUCK, CPU, WALL_CLOCK, MEMORY, STACK, SIZE -> false;
    };
  }

  /** Ends the script and drops what it waits for. */
  private void end(RunState state, String error) {
    if (body.ending() == null || !body.open().isEmpty()) {
      crew.abort();
      body.open().clear();
      body.end(ending(state).put("error", error));
    }
  }

  private static ObjectNode ending(RunState state) {
    return Trees.object().put("state", state.wire());
  }

  /** Deals with new calls: sends off what may leave, after writing down what must be. */
  private void begin(List<ToolCall> calls) throws InterruptedException {
    if (parts.closing.hasBegun()) {
      // Whoever goes on with the run begins them.
      calls.forEach(call -> body.open().put(call.id(), call));
      return;
    }
    if (!calls.isEmpty()) {
      beginning.write();
    }
    Instant now = now();
    List<NewCall> written = new ArrayList<>();
    List<Runnable> leaving = new ArrayList<>();
    for (ToolCall call : calls) {
      body.open().put(call.id(), call);
      switch (desk.plan(call, head.approval())) {
        case Plan.Known(Delivery answer) -> {
          body.log().began(call, CallRecord.State.FAILED, now);
          body.log().ended(call.id(), CallRecord.State.FAILED, ToolReplies.error(answer), now);
          ready.add(answer);
        }
        case Plan.Look(Supplier<Delivery> look) -> {
          body.log().began(call, CallRecord.State.SENT, now);
          look(call, look, calls.size() == 1);
        }
        case Plan.Act act -> {
          body.log().began(call, CallRecord.State.INTENDED, now);
          written.add(newCall(call, CallRecord.State.INTENDED, act.repeat(), null));
          leaving.add(() -> send(call, act.call()));
        }
        case Plan.Ask(Plan.Act then) -> {
          body.log().began(call, CallRecord.State.WAITING, now);
          Interaction question = questions.approval(call, then.found());
          written.add(newCall(call, CallRecord.State.WAITING, then.repeat(), question));
        }
      }
    }
    if (!written.isEmpty()) {
      Envelope envelope = envelopeIfStale();
      awaitWritten();
      parts.calls.admit(head, hold, envelope, written, now);
      body.saved();
      leaving.forEach(Runnable::run);
    }
  }

  /** Makes a call that only looks: here, when there is nothing else to do meanwhile. */
  private void look(ToolCall call, Supplier<Delivery> look, boolean isSole)
      throws InterruptedException {
    Supplier<Delivery> held =
        () -> {
          requireHold();
          return look.get();
        };
    Optional<Delivery> answer =
        isSole && ready.isEmpty() && questions.none()
            ? crew.make(call, held, left())
            : Optional.empty();
    if (answer.isPresent()) {
      ready.add(answer.get());
    } else if (!leaves()) {
      crew.begin(call, held);
    }
  }

  /** Whether the run ends here or goes on elsewhere, whatever comes back. Once so, always so. */
  private boolean leaves() {
    return cancellation.isCancelled() || left().isZero() || parts.closing.hasBegun();
  }

  private static NewCall newCall(
      ToolCall call, CallRecord.State state, Repeat repeat, @Nullable Interaction question) {
    return new NewCall(call.id(), call.path(), state, repeat, question);
  }

  /**
   * Sends off a call that was written down. Its answer is written down at once, while the script
   * already goes on with it, and before anything else is that depends on it.
   */
  private void send(ToolCall call, Plan.Sending sending) {
    String key = head.id() + "-" + call.id();
    crew.beginEffect(
        call,
        () -> {
          requireHold();
          return sending.send(key);
        },
        answer -> parts.calls.settle(head, hold, CallRecord.State.DONE, answer, now()));
  }

  /**
   * Makes sure that nobody else drives this run: a process that was held up for longer than its
   * lease must not send what another node may have sent since, or asked a person about.
   */
  private void requireHold() {
    if (parts.node.isSurelyLeased() && parts.node.lapses() == outset.lapses()) {
      return;
    }
    beginning.await();
    if (!parts.runs.pulse(head.tenant(), head.id()).heldBy(hold)) {
      throw new LostHold(head.id(), hold);
    }
  }

  /**
   * Deals with what people have answered meanwhile, and with a wish to call the run off.
   *
   * @param waiting calls that wait for a person
   */
  private void lookAround(Set<Integer> waiting) {
    RunStore.Pulse pulse = parts.runs.pulse(head.tenant(), head.id());
    if (!pulse.heldBy(hold)) {
      throw new LostHold(head.id(), hold);
    }
    answersSeen = pulse.answers();
    heed(pulse.cancelWish(), waiting);
  }

  /** The answers are read after they were counted: none is counted that is not dealt with. */
  private void heed(@Nullable String cancelWish, Set<Integer> waiting) {
    if (cancelWish != null) {
      cancellation.cancel(cancelWish);
    } else if (!waiting.isEmpty()) {
      questions.look(waiting);
    }
  }

  /** Puts the run to rest; false when somebody has answered at the last moment. */
  private boolean rest() {
    awaitWritten();
    boolean rests =
        parts.runs.rest(head, hold, envelopeIfStale(), body.log().callCount(), answersSeen, now());
    if (rests) {
      body.saved();
      body.ran(ranMillis());
    }
    return rests;
  }

  private ExecutionOutcome finish(ObjectNode ending) {
    crew.awaitKept();
    Instant now = now();
    RunState state = RunState.of(ending.path("state").asText());
    RunLog log = body.log();
    if (log.leavesOpen()) {
      // What came as the run was broken off was written down, and nobody took it.
      parts.calls.list(head.tenant(), head.id()).forEach(log::learn);
    }
    log.close(now);
    String id = head.id().toString();
    ExecutionOutcome outcome =
        state == RunState.COMPLETED
            ? new ExecutionOutcome.Completed(id, ending.path("result"), log.emitted(), log.logs())
            : new ExecutionOutcome.Failed(
                id, ending.path("error").asText(), log.emitted(), log.logs());
    RunStore.Ending end =
        new RunStore.Ending(
            Outcomes.write(outcome), Trees.bytes(log.journal()), log.callCount(), now);
    if (!beginning.writeEnded(state, end)) {
      beginning.await();
      parts.runs.end(head, hold, state, end);
    }
    return outcome;
  }

  private @Nullable Envelope envelopeIfStale() {
    return body.stale() ? body.envelope(ranMillis()) : null;
  }

  private Instant now() {
    return parts.clock.instant();
  }

  /** Nothing is written down before that which it follows from. */
  private void awaitWritten() {
    beginning.await();
    crew.awaitKept();
  }

  private long ranMillis() {
    return Duration.ofNanos(parts.nanoTime.getAsLong() - startedNanos).toMillis();
  }

  private Duration left() {
    long left = parts.config.wallClock().toMillis() - body.ranMillis() - ranMillis();
    return Duration.ofMillis(Math.max(0, left));
  }

  private static String words(ScriptError error) {
    String message =
        error.name().equals("Error") ? error.message() : error.name() + ": " + error.message();
    return error.trace().isEmpty() ? message : message + "\n" + error.trace();
  }
}
