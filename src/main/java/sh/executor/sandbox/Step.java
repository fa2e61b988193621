package sh.executor.sandbox;

import java.util.List;

/** How a sandbox left a step. */
public sealed interface Step {

  /** The calls to be made now, in the order the script made them. */
  List<ToolCall> calls();

  /** What the script put out during this step. */
  Output output();

  /** The script waits for its open calls, those of this step or earlier ones. */
  record Waiting(List<ToolCall> calls, Output output) implements Step {

    public Waiting {
      calls = List.copyOf(calls);
    }
  }

  /**
   * The script has ended. It does not wait for {@code calls}, but it has made them.
   *
   * @param resultJson what it returned, as JSON in UTF-8; {@code null} for {@code undefined}
   */
  record Completed(byte[] resultJson, List<ToolCall> calls, Output output) implements Step {

    public Completed {
      calls = List.copyOf(calls);
    }
  }

  /** The script has ended without a value. It has made {@code calls} before it did. */
  record Failed(ScriptError error, List<ToolCall> calls, Output output) implements Step {

    public Failed {
      calls = List.copyOf(calls);
    }
  }

  /**
   * What a script wrote and showed.
   *
   * @param logs lines as {@code [level] text}
   * @param emitted values as JSON in UTF-8
   */
  record Output(List<String> logs, List<byte[]> emitted) {

    public Output {
      logs = List.copyOf(logs);
      emitted = List.copyOf(emitted);
    }
  }
}
