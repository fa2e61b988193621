package sh.executor.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Repeat;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.Question;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.ToolCall;

/**
 * What one run asks people, and what it does with what they say. Everything is looked at in the
 * light of the rules and connections of now: what a person agreed to under others is asked again.
 * For the run's thread.
 */
final class RunQuestions {

  /**
   * How long the other side is trusted to know an idempotency key: half of what the APIs that say
   * anything about it promise (24 hours).
   */
  private static final Duration KEY_KNOWN = Duration.ofHours(12);

  private final RunParts parts;
  private final RunHead head;
  private final Hold hold;
  private final RunBody body;
  private final CallDesk desk;
  private final Outlets outlets;
  private final SortedMap<Integer, Interaction> pending = new TreeMap<>();
  private @Nullable Asker asker;

  RunQuestions(
      RunParts parts, RunHead head, Hold hold, RunBody body, CallDesk desk, Outlets outlets) {
    this.parts = parts;
    this.head = head;
    this.hold = hold;
    this.body = body;
    this.desk = desk;
    this.outlets = outlets;
  }

  /**
   * Where decided calls go.
   *
   * @param send for those that are made
   * @param deliver for answers that are known
   */
  record Outlets(BiConsumer<ToolCall, Plan.Sending> send, Consumer<Delivery> deliver) {}

  /** Whether nobody is being asked. */
  boolean none() {
    return pending.isEmpty();
  }

  /** What people are being asked, by call. */
  List<Interaction> pending() {
    return new ArrayList<>(pending.values());
  }

  /** The calls that wait for them. */
  Set<Integer> waiting() {
    return Set.copyOf(pending.keySet());
  }

  /** Asks whether a call may be made; the question is the caller's to write down. */
  Interaction approval(ToolCall call, ToolLookup.Found found) {
    Interaction question = asker().approval(call, found);
    pending.put(call.id(), question);
    return question;
  }

  /** Deals with calls that were on their way when their node died. */
  void repeat(Map<ToolCall, StoredCall> cutOff) {
    if (cutOff.isEmpty()) {
      return;
    }
    Map<Integer, List<InteractionStore.Stored>> asked = asked();
    cutOff.forEach((call, row) -> repeat(call, row, asked.getOrDefault(row.callId(), List.of())));
  }

  private void repeat(ToolCall call, StoredCall row, List<InteractionStore.Stored> asked) {
    Approval approval = asked.isEmpty() ? head.approval() : consent(asked.getLast());
    switch (desk.plan(call, approval)) {
      case Plan.Look(Supplier<Delivery> look) when row.repeat() instanceof Repeat.Always ->
          outlets.send().accept(call, key -> look.get());
      case Plan.Act act when mayRepeat(act, row, sentSince(row, asked)) -> make(call, act);
      case Plan.Act act -> doubt(call, act.found());
      case Plan.Ask(Plan.Act then) -> doubt(call, then.found());
      case Plan.Look _, Plan.Known _ -> doubt(call, null);
    }
  }

  /** Whether a call is still what made it safe to repeat when it was sent. */
  private boolean mayRepeat(Plan.Act now, StoredCall row, Instant since) {
    return now.repeat().equals(row.repeat())
        && switch (row.repeat()) {
          case Repeat.Never _ -> false;
          case Repeat.Always _ -> true;
          case Repeat.WithKey _ -> parts.clock.instant().isBefore(since.plus(KEY_KNOWN));
        };
  }

  /** Before when a call was not sent: what was asked about first was written down long before. */
  private static Instant sentSince(StoredCall row, List<InteractionStore.Stored> asked) {
    if (asked.isEmpty()) {
      return row.createdAt();
    }
    Interaction first = asked.getFirst().interaction();
    return first.question().kind() == Question.Kind.APPROVAL && first.settled() != null
        ? first.settled().at()
        : row.createdAt();
  }

  /**
   * Deals with what people have answered meanwhile.
   *
   * @param waiting calls that wait for a person
   */
  void look(Set<Integer> waiting) {
    Map<Integer, List<InteractionStore.Stored>> asked = asked();
    for (int callId : waiting) {
      ToolCall call = body.open().get(callId);
      if (call == null || !asked.containsKey(callId)) {
        throw new IllegalStateException("Call " + callId + " waits for nobody");
      }
      // Of a call that was asked about twice, the last question counts.
      InteractionStore.Stored last = asked.get(callId).getLast();
      if (last.interaction().state() == Interaction.State.PENDING) {
        pending.put(callId, last.interaction());
      } else {
        pending.remove(callId);
        answered(call, last);
      }
    }
  }

  /** All questions of the run by call, each call's in the order they were asked. */
  private Map<Integer, List<InteractionStore.Stored>> asked() {
    Map<Integer, List<InteractionStore.Stored>> asked = new TreeMap<>();
    for (InteractionStore.Stored one : parts.interactions.ofRun(head.tenant(), head.id())) {
      asked.computeIfAbsent(one.interaction().callId(), id -> new ArrayList<>()).add(one);
    }
    return asked;
  }

  private void answered(ToolCall call, InteractionStore.Stored stored) {
    Interaction question = stored.interaction();
    if (question.question().kind() == Question.Kind.IN_DOUBT) {
      resolved(call, stored);
    } else if (question.state() == Interaction.State.ACCEPTED) {
      allowed(call, stored);
    } else {
      settle(CallRecord.State.DECLINED, ToolReplies.declined(call, question.state()));
    }
  }

  /** What a person says of a call nobody knew the fate of. */
  private void resolved(ToolCall call, InteractionStore.Stored stored) {
    switch (decision(stored)) {
      case "retry" -> allowed(call, stored);
      case "done" -> {
        if (desk.plan(call, consent(stored)) instanceof Plan.Ask(Plan.Act then)) {
          doubt(call, then.found());
        } else {
          ObjectNode content = Trees.orEmpty(stored.content());
          settle(CallRecord.State.DONE, ToolReplies.done(call, content.path("result").asText("")));
        }
      }
      default -> settle(CallRecord.State.DONE, ToolReplies.inDoubt(call));
    }
  }

  private static String decision(InteractionStore.Stored stored) {
    boolean accepted = stored.interaction().state() == Interaction.State.ACCEPTED;
    return accepted ? Trees.orEmpty(stored.content()).path("decision").asText() : "fail";
  }

  /** What a person's answer agrees to; nothing when nobody knows what was asked. */
  private static Approval consent(InteractionStore.Stored stored) {
    Interaction question = stored.interaction();
    return question.state() == Interaction.State.ACCEPTED
            && question.settled() != null
            && !question.question().damaged()
        ? new Approval.Given(
            question.settled().via(), question.question().connection(), question.createdAt())
        : Approval.NONE;
  }

  /** A person has agreed, which is looked at in the light of what the rules say now. */
  private void allowed(ToolCall call, InteractionStore.Stored stored) {
    switch (desk.plan(call, consent(stored))) {
      case Plan.Known(Delivery answer) -> settle(CallRecord.State.FAILED, answer);
      case Plan.Look(Supplier<Delivery> look) -> outlets.send().accept(call, key -> look.get());
      case Plan.Act act -> make(call, act);
      case Plan.Ask(Plan.Act then)
          when stored.interaction().question().kind() == Question.Kind.IN_DOUBT ->
          doubt(call, then.found());
      case Plan.Ask(Plan.Act then) ->
          ask(call, CallRecord.State.WAITING, asker().approval(call, then.found()));
    }
  }

  private void make(ToolCall call, Plan.Act act) {
    parts.calls.intend(head, hold, call.id(), act.repeat());
    body.log().changed(call.id(), CallRecord.State.INTENDED);
    outlets.send().accept(call, act.call());
  }

  private void doubt(ToolCall call, ToolLookup.@Nullable Found found) {
    ask(call, CallRecord.State.IN_DOUBT, asker().doubt(call, found));
  }

  private void ask(ToolCall call, CallRecord.State state, Interaction question) {
    parts.calls.ask(head, hold, state, question);
    body.log().changed(call.id(), state);
    pending.put(call.id(), question);
  }

  private void settle(CallRecord.State state, Delivery answer) {
    Instant now = parts.clock.instant();
    parts.calls.settle(head, hold, state, answer, now);
    body.log().ended(answer.callId(), state, ToolReplies.error(answer), now);
    outlets.deliver().accept(answer);
  }

  private Asker asker() {
    if (asker == null) {
      Duration within = parts.tenants.answerTerms(head.tenant()).within();
      asker = new Asker(head, parts.ids, parts.clock, within);
    }
    return asker;
  }
}
