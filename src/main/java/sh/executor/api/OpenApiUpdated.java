package sh.executor.api;

import java.util.List;

/**
 * What a new reading brought. What it added needs approval until somebody has looked.
 *
 * @param toolCount how many operations the API has now
 * @param addedTools names that were not there before, sorted
 * @param removedTools names that are gone, sorted
 */
public record OpenApiUpdated(
    String slug, int toolCount, List<String> addedTools, List<String> removedTools) {}
