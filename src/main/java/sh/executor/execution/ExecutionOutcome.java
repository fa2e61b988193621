package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What became of a script. */
public sealed interface ExecutionOutcome {

  /** The id of the run, the same from its start to its end. */
  String executionId();

  /** What it emitted to the user, in order. */
  List<JsonNode> emitted();

  /** Its log lines, in order. */
  List<String> logs();

  /**
   * It came to its end.
   *
   * @param result what it returned; JSON null for nothing
   */
  record Completed(String executionId, JsonNode result, List<JsonNode> emitted, List<String> logs)
      implements ExecutionOutcome {

    public Completed {
      emitted = List.copyOf(emitted);
      logs = List.copyOf(logs);
    }
  }

  /**
   * It did not.
   *
   * @param error safe to show
   */
  record Failed(String executionId, String error, List<JsonNode> emitted, List<String> logs)
      implements ExecutionOutcome {

    public Failed {
      emitted = List.copyOf(emitted);
      logs = List.copyOf(logs);
    }
  }
}
