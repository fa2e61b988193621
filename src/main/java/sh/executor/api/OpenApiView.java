package sh.executor.api;

/**
 * An API in short.
 *
 * @param description for agents; may be empty
 * @param kind always {@code openapi}
 * @param canRemove whether it can be removed at all
 * @param canRefresh whether its description can be fetched again
 */
public record OpenApiView(
    String slug, String description, String kind, boolean canRemove, boolean canRefresh) {}
