package sh.executor.api;

/**
 * An API that was added.
 *
 * @param toolCount how many operations it has
 */
public record OpenApiAdded(String slug, int toolCount) {}
