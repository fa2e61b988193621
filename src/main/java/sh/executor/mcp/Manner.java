package sh.executor.mcp;

/** How the questions of a session's runs are put, just now. */
sealed interface Manner {

  /**
   * The client shows them.
   *
   * @param answers whether what it says counts as the person's answer
   */
  record Native(Abilities abilities, boolean answers) implements Manner {}

  /**
   * A link to a page is given.
   *
   * @param modelRefused whether that is because the organisation does not let agents answer, which
   *     the session had asked for
   */
  record Browser(boolean modelRefused) implements Manner {}

  /** The model answers. */
  record Model() implements Manner {}
}
