package sh.executor.session.model;

/**
 * A message that was kept for a session's client.
 *
 * @param seq its number in its stream: they rise, and where one is missing it was dropped for
 *     others
 * @param message JSON, as it goes over the wire
 */
public record Event(long seq, byte[] message) {

  @Override
  public String toString() {
    return "Event[" + seq + ", " + message.length + " bytes]";
  }
}
