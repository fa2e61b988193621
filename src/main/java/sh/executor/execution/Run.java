package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.Sandbox;
import sh.executor.sandbox.ScriptError;
import sh.executor.sandbox.Step;

/**
 * One run on its way through its steps. Between {@link Sandbox#resume} and the next one, the state
 * of the run is the sandbox's memory, the calls that are open and what was put out so far: all
 * here, and nowhere on a stack. For one thread, which it blocks.
 */
final class Run {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String executionId;
  private final Sandbox sandbox;
  private final CallCrew crew;
  private final Cancellation cancellation;
  private final LongSupplier nanoTime;
  private final long deadline;
  private final Duration within;
  private final List<String> logs = new ArrayList<>();
  private final List<JsonNode> emitted = new ArrayList<>();

  Run(
      String executionId,
      Sandbox sandbox,
      CallCrew crew,
      Cancellation cancellation,
      Timing timing) {
    this.executionId = executionId;
    this.sandbox = sandbox;
    this.crew = crew;
    this.cancellation = cancellation;
    this.nanoTime = timing.nanoTime();
    this.within = timing.within();
    this.deadline = nanoTime.getAsLong() + within.toNanos();
  }

  /**
   * How long a run may take.
   *
   * @param within from its start to its end, waiting included
   */
  record Timing(LongSupplier nanoTime, Duration within) {}

  /** Runs {@code code} to its end. */
  ExecutionOutcome drive(String code) throws InterruptedException {
    Step step = sandbox.start(code);
    while (true) {
      note(step.output());
      switch (step) {
        case Step.Completed completed -> {
          finishCalls(completed);
          return new ExecutionOutcome.Completed(
              executionId, tree(completed.resultJson()), emitted, logs);
        }
        case Step.Failed failed -> {
          if (failed.error().kind() == ScriptError.Kind.THROWN) {
            finishCalls(failed);
          }
          return failed(words(failed.error()));
        }
        case Step.Waiting waiting -> {
          crew.begin(waiting.calls());
          List<Delivery> answers = crew.take(left());
          if (cancellation.isCancelled()) {
            return failed("The execution was cancelled.");
          }
          if (answers.isEmpty()) {
            return failed("The execution did not end within " + words(within) + ".");
          }
          step = sandbox.resume(answers);
        }
      }
    }
  }

  /** Calls a script made and did not wait for are made all the same; their answers are dropped. */
  private void finishCalls(Step last) throws InterruptedException {
    crew.begin(last.calls());
    boolean more = crew.busy();
    while (more) {
      more = !crew.take(left()).isEmpty() && crew.busy();
    }
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong()));
  }

  private void note(Step.Output output) {
    logs.addAll(output.logs());
    output.emitted().forEach(json -> emitted.add(tree(json)));
  }

  private ExecutionOutcome failed(String error) {
    return new ExecutionOutcome.Failed(executionId, error, emitted, logs);
  }

  private static String words(ScriptError error) {
    String message =
        error.name().equals("Error") ? error.message() : error.name() + ": " + error.message();
    return error.trace().isEmpty() ? message : message + "\n" + error.trace();
  }

  private static String words(Duration duration) {
    return duration.toSeconds() + " seconds";
  }

  private static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("read what a sandbox wrote", e);
    }
  }
}
