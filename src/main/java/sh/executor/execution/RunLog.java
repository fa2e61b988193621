package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.model.CallRecord;
import sh.executor.sandbox.SandboxSnapshot;
import sh.executor.sandbox.Step;
import sh.executor.sandbox.ToolCall;

/**
 * What a run has put out and whom it has called, so far. The sandbox bounds how much a script can
 * log, emit and call. For one thread.
 */
final class RunLog {

  private static final Logger LOG = Logger.getLogger(RunLog.class);

  /** Larger arguments are not kept in the journal. */
  static final int ARGUMENT_BYTES_MAX = 16 << 10;

  /** The code of what became of calls that a run's own end broke off. */
  private static final String RUN_ENDED = "run_ended";

  private final List<String> logs = new ArrayList<>();
  private final List<JsonNode> emitted = new ArrayList<>();
  private final Map<Integer, CallRecord> calls = new TreeMap<>();

  /** A log as {@link #write} wrote it down. */
  static RunLog read(ObjectNode json) {
    RunLog log = new RunLog();
    json.path("logs").forEach(line -> log.logs.add(line.textValue()));
    json.path("emitted").forEach(log.emitted::add);
    for (CallRecord call : calls(json.path("calls"))) {
      log.calls.put(call.callId(), call);
    }
    return log;
  }

  /**
   * What is known of a run that is under way: as it was last written down, and what became of calls
   * since.
   *
   * @param rows the calls of the run that were written down
   */
  static RunLog of(StoredRun run, List<StoredCall> rows) {
    RunLog log = new RunLog();
    if (run.snapshot() != null) {
      try {
        log = Envelope.read(run.snapshot()).log();
      } catch (SandboxSnapshot.FormatException e) {
        LOG.warnf(e, "The snapshot of the run %s is damaged, and the journal with it", run.id());
      }
    }
    for (StoredCall row : rows) {
      log.learn(row);
    }
    return log;
  }

  /** Whether there are calls of which nothing more was heard. */
  boolean leavesOpen() {
    return calls.values().stream().anyMatch(call -> call.endedAt() == null);
  }

  /** Takes over what was written down of a call. */
  void learn(StoredCall row) {
    calls.computeIfPresent(
        row.callId(),
        (id, call) ->
            new CallRecord(
                id,
                call.path(),
                row.state(),
                call.arguments(),
                row.answer() == null ? null : ToolReplies.error(row.answer()),
                call.startedAt(),
                row.endedAt()));
  }

  /** The calls, in their order. */
  List<CallRecord> calls() {
    return List.copyOf(calls.values());
  }

  void write(ObjectNode json) {
    ArrayNode lines = json.putArray("logs");
    logs.forEach(lines::add);
    json.putArray("emitted").addAll(emitted);
    json.set("calls", journal());
  }

  /** Takes what a step put out; false when something of it is not {@link Trees#legible}. */
  boolean note(Step.Output output) {
    logs.addAll(output.logs());
    for (byte[] value : output.emitted()) {
      Optional<JsonNode> read = Trees.legible(value);
      if (read.isEmpty()) {
        return false;
      }
      emitted.add(read.get());
    }
    return true;
  }

  List<String> logs() {
    return logs;
  }

  List<JsonNode> emitted() {
    return emitted;
  }

  int callCount() {
    return calls.size();
  }

  void began(ToolCall call, CallRecord.State state, Instant at) {
    boolean kept =
        call.argumentJson().length > 0 && call.argumentJson().length <= ARGUMENT_BYTES_MAX;
    calls.put(
        call.id(),
        new CallRecord(
            call.id(),
            call.path(),
            state,
            kept ? Trees.legible(call.argumentJson()).orElse(null) : null,
            null,
            at,
            null));
  }

  void changed(int callId, CallRecord.State state) {
    calls.computeIfPresent(callId, (id, call) -> with(call, state, call.error(), null));
  }

  void ended(int callId, CallRecord.State state, @Nullable String error, Instant at) {
    // What is known of an end before the script hears of it is more than what is known then.
    calls.computeIfPresent(
        callId, (id, call) -> call.endedAt() == null ? with(call, state, error, at) : call);
  }

  /** The run is over: nothing more will be heard of what is under way, or waits for a person. */
  void close(Instant at) {
    calls.replaceAll((id, call) -> call.endedAt() == null ? brokenOff(call, at) : call);
  }

  private static CallRecord brokenOff(CallRecord call, Instant at) {
    CallRecord.State state =
        switch (call.state()) {
          case INTENDED, IN_DOUBT -> CallRecord.State.IN_DOUBT;
          case SENT, WAITING, DONE, FAILED, DECLINED -> CallRecord.State.FAILED;
        };
    return with(call, state, RUN_ENDED, at);
  }

  private static CallRecord with(
      CallRecord call, CallRecord.State state, @Nullable String error, @Nullable Instant at) {
    return new CallRecord(
        call.callId(), call.path(), state, call.arguments(), error, call.startedAt(), at);
  }

  /** The calls, for storage. */
  ArrayNode journal() {
    ArrayNode journal = Trees.array();
    for (CallRecord call : calls.values()) {
      ObjectNode entry =
          journal
              .addObject()
              .put("id", call.callId())
              .put("path", call.path())
              .put("state", call.state().name().toLowerCase(Locale.ROOT))
              .put("started", call.startedAt().toEpochMilli());
      if (call.arguments() != null) {
        entry.set("arguments", call.arguments());
      }
      if (call.error() != null) {
        entry.put("error", call.error());
      }
      if (call.endedAt() != null) {
        entry.put("ended", call.endedAt().toEpochMilli());
      }
    }
    return journal;
  }

  /** The calls of a stored journal. */
  static List<CallRecord> calls(JsonNode journal) {
    List<CallRecord> calls = new ArrayList<>();
    for (JsonNode entry : journal) {
      calls.add(
          new CallRecord(
              entry.path("id").intValue(),
              entry.path("path").asText(),
              CallRecord.State.valueOf(entry.path("state").asText().toUpperCase(Locale.ROOT)),
              entry.get("arguments"),
              entry.has("error") ? entry.path("error").asText() : null,
              Instant.ofEpochMilli(entry.path("started").longValue()),
              entry.has("ended") ? Instant.ofEpochMilli(entry.path("ended").longValue()) : null));
    }
    return calls;
  }
}
