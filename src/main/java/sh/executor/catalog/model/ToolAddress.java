package sh.executor.catalog.model;

import java.util.Optional;
import sh.executor.kernel.Owner;

/**
 * Where a tool is: {@code tools.<integration>.<owner>.<connection>.<tool>}. The first three parts
 * have no dots; the tool is all that follows and may have.
 */
public record ToolAddress(String integration, Owner owner, String connection, String tool) {

  private static final String ROOT = "tools.";

  /** Reads an address or a path, that is an address without {@code tools.}; empty if it is none. */
  public static Optional<ToolAddress> parse(String text) {
    String path = text.startsWith(ROOT) ? text.substring(ROOT.length()) : text;
    String[] parts = path.split("\\.", 4);
    if (parts.length < 4) {
      return Optional.empty();
    }
    for (String part : parts) {
      if (part.isEmpty()) {
        return Optional.empty();
      }
    }
    return Owner.parse(parts[1]).map(owner -> new ToolAddress(parts[0], owner, parts[2], parts[3]));
  }

  /** What a script calls and a policy matches: the address without {@code tools.}. */
  public String path() {
    return integration + '.' + owner.wire() + '.' + connection + '.' + tool;
  }

  /** The whole address. */
  @Override
  public String toString() {
    return ROOT + path();
  }
}
