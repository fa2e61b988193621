package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;

/** Outcomes of runs that ended, as they are stored. */
final class Outcomes {

  private Outcomes() {}

  static byte[] write(ExecutionOutcome outcome) {
    ObjectNode json = Trees.object();
    switch (outcome) {
      case ExecutionOutcome.Completed completed -> json.set("result", completed.result());
      case ExecutionOutcome.Failed failed -> json.put("error", failed.error());
      case ExecutionOutcome.Paused _, ExecutionOutcome.Running _ ->
          throw new IllegalArgumentException("The run has not ended");
    }
    json.putArray("emitted").addAll(outcome.emitted());
    ArrayNode logs = json.putArray("logs");
    outcome.logs().forEach(logs::add);
    return Trees.bytes(json);
  }

  static ExecutionOutcome read(RunId id, RunState state, byte[] stored) {
    JsonNode json = Trees.read(stored);
    List<JsonNode> emitted = new ArrayList<>();
    json.path("emitted").forEach(emitted::add);
    List<String> logs = new ArrayList<>();
    json.path("logs").forEach(line -> logs.add(line.textValue()));
    return state == RunState.COMPLETED
        ? new ExecutionOutcome.Completed(id.toString(), json.path("result"), emitted, logs)
        : new ExecutionOutcome.Failed(id.toString(), json.path("error").asText(), emitted, logs);
  }
}
