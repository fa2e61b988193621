package sh.executor.catalog.model;

import java.util.List;

/**
 * What adding an integration, or reading its description again, brought.
 *
 * @param toolCount how many operations it has now
 * @param addedTools names that were not there before, sorted; empty after adding
 * @param removedTools names that are no longer there, sorted
 */
public record Imported(
    String slug, int toolCount, List<String> addedTools, List<String> removedTools) {

  public Imported {
    addedTools = List.copyOf(addedTools);
    removedTools = List.copyOf(removedTools);
  }
}
