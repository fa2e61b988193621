package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.JsonNode;

/** An operation of an integration as it is configured. Immutable, for many threads. */
@FunctionalInterface
public interface Callable {

  /**
   * Checks the arguments of a call and writes down what is to be sent, so that no human is asked
   * about a call that can not be made.
   *
   * @param arguments as the script gave them
   */
  Preparation prepare(JsonNode arguments);
}
