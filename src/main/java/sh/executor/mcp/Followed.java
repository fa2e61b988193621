package sh.executor.mcp;

import java.util.List;
import sh.executor.execution.ExecutionOutcome;

/**
 * How a run was when it was not followed any further.
 *
 * @param manner how its questions were put
 * @param notes why its client could not answer them; empty when there is nothing to say
 */
record Followed(ExecutionOutcome outcome, Manner manner, List<String> notes) {

  Followed {
    notes = List.copyOf(notes);
  }
}
