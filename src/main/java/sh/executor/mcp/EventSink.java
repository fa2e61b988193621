package sh.executor.mcp;

/**
 * An open {@code text/event-stream} answer, wherever its socket is. Whoever holds the socket keeps
 * an idle stream alive by comments, and gives up a reader that leaves a full one unread. Safe for
 * use by many threads; each call's bytes stay together.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, Server-sent
 *     events</a>
 */
interface EventSink {

  /**
   * Sends whole events and waits until there is room for more. Blocks.
   *
   * @return false when the reader has gone or was given up
   */
  boolean send(byte[] events) throws InterruptedException;

  /**
   * Sends whole events without waiting. A reader that has left too much unread is given up.
   *
   * @return false when the reader has gone or was given up, as far as that is noticed
   */
  boolean offer(byte[] events);

  /** Sends what comes last and ends the stream, without waiting. */
  void end(byte[] last);

  /**
   * What to do, once, when the stream is at its end, whoever ended it: at once when it is there
   * already. The action must not block.
   */
  void onClose(Runnable action);
}
