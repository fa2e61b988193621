package sh.executor.execution;

/** What an MCP URL or a REST call exposes of an organisation's catalog. */
public sealed interface Resource {

  /** Everything the caller may see. */
  Resource DEFAULT = new Whole();

  /** The stable name that tells one resource from another: {@code default}, {@code toolkit:x}. */
  String key();

  /** The resource of that name. */
  static Resource of(String key) {
    String prefix = "toolkit:";
    return key.startsWith(prefix) ? new Toolkit(key.substring(prefix.length())) : DEFAULT;
  }

  /** Everything the caller may see. */
  record Whole() implements Resource {

    @Override
    public String key() {
      return "default";
    }
  }

  /** A named subset. */
  record Toolkit(String slug) implements Resource {

    @Override
    public String key() {
      return "toolkit:" + slug;
    }
  }
}
