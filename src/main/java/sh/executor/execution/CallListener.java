package sh.executor.execution;

/** Hears of the calls a script makes, while it runs. */
@FunctionalInterface
public interface CallListener {

  /** For those who do not want to know. */
  CallListener NONE = path -> {};

  /** A call to {@code path} came back, one way or the other. May block; called from any thread. */
  void returned(String path);
}
