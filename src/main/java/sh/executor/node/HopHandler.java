package sh.executor.node;

/** What answers at the far end of a hop. One bean. */
public interface HopHandler {

  /**
   * Takes a channel that another node opened, whose first message is there. Must not block; the
   * channel is the handler's to end.
   */
  void accept(HopChannel channel);

  /**
   * Tells whoever opened {@code channel} that nothing was done and nothing will be, because there
   * are too many or this node is about to stop. Must not block; the channel is the handler's to
   * end.
   */
  void refuse(HopChannel channel);
}
