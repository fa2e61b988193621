package sh.executor.session.model;

/** What became of a message that was to be kept. */
public sealed interface Appended {

  /**
   * It is kept.
   *
   * @param seq its number in its stream, from 1
   */
  record Kept(long seq) implements Appended {}

  /**
   * It is not: the session is over, or at home at another node by now, which writes in its place.
   * Nothing this node still does for the session counts.
   */
  record Refused() implements Appended {}
}
