package sh.executor.database;

/**
 * The statements of one transaction. Used by the thread that was given it, inside {@link
 * Database#transact} only.
 */
public interface Transaction extends Sql {

  /**
   * What is done in one transaction; it may run more than once, so it does SQL and nothing else.
   */
  @FunctionalInterface
  interface Work<T> {
    /** The outcome; a throw rolls back. */
    T in(Transaction transaction);
  }
}
