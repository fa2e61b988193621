package sh.executor.mcp;

/** What became of a request's body. */
sealed interface Body {

  /** All of it. */
  record Complete(byte[] bytes) implements Body {}

  /** It is, or says it is, larger than allowed. */
  record TooLarge(int bytesMax) implements Body {}

  /** It did not end in time. */
  record TooSlow() implements Body {}

  /** The client went away before its end. */
  record Gone() implements Body {}
}
