package sh.executor.session;

/**
 * A session that just began.
 *
 * @param id for its client, and nobody else: it is not stored
 */
public record Opened(String id, LiveSession session) {

  @Override
  public String toString() {
    return "Opened[***]";
  }
}
