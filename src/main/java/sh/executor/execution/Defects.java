package sh.executor.execution;

import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Faults of ours, which nobody outside is told more of than a number to find them in the log by.
 */
final class Defects {

  private static final Logger LOG = Logger.getLogger(Defects.class);

  private Defects() {}

  /**
   * Logs {@code cause} and names it.
   *
   * @param operation what was being done, without anything from the wire
   * @return what a script or an agent may see
   */
  static String opaque(String operation, Throwable cause) {
    String correlation = "%08x".formatted(ThreadLocalRandom.current().nextInt());
    LOG.errorf(cause, "Failed unexpectedly: %s, correlation id %s", operation, correlation);
    return "Internal tool error [" + correlation + "]";
  }
}
