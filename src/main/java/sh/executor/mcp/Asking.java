package sh.executor.mcp;

import java.util.Map;
import sh.executor.execution.Cancellation;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;

/**
 * Who asks, for what part of the catalog, and how to reach them while it lasts.
 *
 * @param cancellation called off when the client does not want the answer any more
 * @param progress where to report to; does nothing when nobody wants to know
 * @param line the way to the client
 */
record Asking(
    Caller caller, Resource resource, Cancellation cancellation, Progress progress, Line line) {

  /**
   * Wants things of the client, as {@link Line#inquire}.
   *
   * @param wishes by names that tell them apart within the request
   */
  Heard inquire(Map<String, Wish> wishes) throws InterruptedException {
    return line.inquire(wishes, cancellation);
  }
}
