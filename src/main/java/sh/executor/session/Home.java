package sh.executor.session;

import java.util.UUID;

/** Where a session is at home. */
sealed interface Home {

  /**
   * Here, from now on or already.
   *
   * @param epoch how often it has changed its home; what is written for it names that
   */
  record Here(long epoch) implements Home {}

  /** At another node, which lives and can be reached. */
  record Elsewhere(UUID node) implements Home {}

  /** There is no such session any more. */
  record Gone() implements Home {}
}
