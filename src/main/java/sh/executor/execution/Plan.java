package sh.executor.execution;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Repeat;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.sandbox.Delivery;

/** What is to be done about one call of a script. */
sealed interface Plan {

  /** Nothing: this is the answer. */
  record Known(Delivery answer) implements Plan {}

  /** Make it; it changes nothing, so nothing has to be written down first. */
  record Look(Supplier<Delivery> call) implements Plan {}

  /** Write it down, and then make it. */
  record Act(ToolLookup.Found found, Repeat repeat, Sending call) implements Plan {}

  /** Ask a person, and then do what {@code then} says. */
  record Ask(Act then) implements Plan {}

  /** Sends a call off. Blocks. */
  @FunctionalInterface
  interface Sending {
    /**
     * The answer.
     *
     * @param idempotencyKey the same at every attempt; null where the other side honours none
     */
    Delivery send(@Nullable String idempotencyKey);
  }
}
