package sh.executor.api;

/**
 * The answer to a wish to call a run off.
 *
 * @param cancelled false when it had ended
 */
public record ExecutionCancelled(boolean cancelled) {}
