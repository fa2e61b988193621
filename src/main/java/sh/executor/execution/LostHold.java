package sh.executor.execution;

import sh.executor.execution.model.RunId;

/** Another node has taken the run over, or it has ended: whatever this one still does is void. */
final class LostHold extends RuntimeException {

  private static final long serialVersionUID = 1;

  LostHold(RunId run, Hold hold) {
    super("Run " + run + " is not held under epoch " + hold.epoch() + " any more");
  }
}
