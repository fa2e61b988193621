package sh.executor.catalog.model;

/**
 * A tool that a search found.
 *
 * @param path what a script calls, an address without {@code tools.}
 * @param name of the operation
 * @param description may be empty
 * @param integration the slug
 * @param score higher is better; 0 when the search only listed
 */
public record ToolHit(
    String path, String name, String description, String integration, int score) {}
