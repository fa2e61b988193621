package sh.executor.node;

/** What answers at the far end of a hop. One bean. */
@FunctionalInterface
public interface HopHandler {

  /**
   * Takes a channel that another node opened, whose first message is there. Must not block; the
   * channel is the handler's to end.
   */
  void accept(HopChannel channel);
}
