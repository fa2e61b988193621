package sh.executor.catalog.model;

/**
 * An integration as an agent sees it.
 *
 * @param toolCount how many tools of it the caller may see: operations times connections, without
 *     the blocked ones
 */
public record IntegrationSummary(
    String slug, String name, String description, String kind, boolean canRefresh, int toolCount) {}
