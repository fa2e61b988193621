package sh.executor.catalog.model;

/** What the arguments of a call came to. */
public sealed interface Preparation {

  /** They fit. */
  record Ready(PreparedCall call) implements Preparation {}

  /** They don't; the error says why. */
  record Misfit(ToolError error) implements Preparation {}
}
