package sh.executor.execution;

import sh.executor.execution.model.RunId;

/**
 * This node can not go on with a run at present: it has no memory for it, or is about to stop. The
 * run stays as it was written down, for whoever looks next.
 */
final class NotNow extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotNow(RunId run) {
    super("Run " + run + " can not go on here now");
  }
}
