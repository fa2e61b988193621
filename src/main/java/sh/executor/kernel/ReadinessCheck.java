package sh.executor.kernel;

import java.util.List;

/** A bean that looks at its room's settings once, when the service starts. */
@FunctionalInterface
public interface ReadinessCheck {

  /** What is not fit for production; empty when all is well. */
  List<ReadinessFinding> findings();
}
