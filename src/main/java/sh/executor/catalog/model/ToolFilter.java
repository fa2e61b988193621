package sh.executor.catalog.model;

import org.jspecify.annotations.Nullable;
import sh.executor.kernel.Owner;

/**
 * Which tools to list; null leaves a dimension open.
 *
 * @param integration a slug
 * @param connection a connection's name
 * @param query text that the name or the description contains, in any case
 * @param includeBlocked whether tools that a rule blocks are listed too
 */
public record ToolFilter(
    @Nullable String integration,
    @Nullable Owner owner,
    @Nullable String connection,
    @Nullable String query,
    boolean includeBlocked) {

  /** All that the caller may see. */
  public static ToolFilter all() {
    return new ToolFilter(null, null, null, null, false);
  }
}
