package sh.executor.api;

/**
 * The answer to a removal.
 *
 * @param removed false when there was nothing to remove
 */
public record Removed(boolean removed) {}
