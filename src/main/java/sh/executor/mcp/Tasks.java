package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import sh.executor.execution.model.RunSummary;

/** Runs, as the extension Tasks describes them. */
final class Tasks {

  /** The name of the extension. */
  static final String EXTENSION = "io.modelcontextprotocol/tasks";

  /** How often a client should look. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private Tasks() {}

  /** A {@code Task}. How long its run is kept, an operator may change at any time. */
  static ObjectNode of(RunSummary run, String status) {
    return Json.object()
        .put("taskId", run.id().toString())
        .put("status", status)
        .put("createdAt", run.createdAt().toString())
        .put("lastUpdatedAt", run.updatedAt().toString())
        .put("pollIntervalMs", POLL.toMillis())
        .putNull("ttlMs");
  }

  /** The {@code CreateTaskResult} for a run that goes on. */
  static ObjectNode created(RunSummary run) {
    return of(run, "working").put("resultType", "task");
  }
}
