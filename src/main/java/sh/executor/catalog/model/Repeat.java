package sh.executor.catalog.model;

/** Whether a call may be sent again when nobody knows if it arrived. */
public sealed interface Repeat {

  /** It does what it does each time. */
  Repeat NEVER = new Never();

  /** Sending it twice has the effect of sending it once (RFC 9110 §9.2.2). */
  Repeat ALWAYS = new Always();

  /** It does what it does each time. */
  record Never() implements Repeat {}

  /** Sending it twice has the effect of sending it once (RFC 9110 §9.2.2). */
  record Always() implements Repeat {}

  /**
   * The other side drops a repetition that carries the same key.
   *
   * @param header that carries it
   */
  record WithKey(String header) implements Repeat {}
}
