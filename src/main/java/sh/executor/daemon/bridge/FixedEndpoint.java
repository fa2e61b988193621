package sh.executor.daemon.bridge;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A server somebody else runs, at an address that stays.
 *
 * @param current the address, with the bearer that is good now
 */
public record FixedEndpoint(Supplier<Target> current) implements Endpoint {

  @Override
  public Target target() {
    return current.get();
  }

  @Override
  public Optional<Target> known() {
    return Optional.of(current.get());
  }

  /** It is asked anew each time: nothing to forget. */
  @Override
  public void lost(Target target) {}
}
