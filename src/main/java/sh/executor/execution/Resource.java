package sh.executor.execution;

/** What an MCP URL or a REST call exposes of an organisation's catalog. */
public sealed interface Resource {

  /** Everything the caller may see. */
  Resource DEFAULT = new Whole();

  /** The stable name that tells one resource from another: {@code default}, {@code toolkit:x}. */
  String key();

  /** Whether there is such a resource. What there is not exposes nothing. */
  boolean exists();

  /** The resource of that name; one that does not exist for a name nobody gave. */
  static Resource of(String key) {
    return key.equals(DEFAULT.key()) ? DEFAULT : new Toolkit(key.substring(key.indexOf(':') + 1));
  }

  /** Everything the caller may see. */
  record Whole() implements Resource {

    @Override
    public boolean exists() {
      return true;
    }

    @Override
    public String key() {
      return "default";
    }
  }

  /** A named subset. No organisation has any so far. */
  record Toolkit(String slug) implements Resource {

    @Override
    public boolean exists() {
      return false;
    }

    @Override
    public String key() {
      return "toolkit:" + slug;
    }
  }
}
