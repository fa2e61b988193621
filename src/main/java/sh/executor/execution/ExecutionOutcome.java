package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import sh.executor.execution.model.Interaction;

/** What has become of a script. */
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

  /**
   * It waits for people, and goes on when they have answered: today, or in a week.
   *
   * @param questions what they are asked; at least one
   */
  record Paused(
      String executionId, List<Interaction> questions, List<JsonNode> emitted, List<String> logs)
      implements ExecutionOutcome {

    public Paused {
      questions = List.copyOf(questions);
      emitted = List.copyOf(emitted);
      logs = List.copyOf(logs);
    }
  }

  /** It is still at it; ask again. */
  record Running(String executionId) implements ExecutionOutcome {

    @Override
    public List<JsonNode> emitted() {
      return List.of();
    }

    @Override
    public List<String> logs() {
      return List.of();
    }
  }
}
