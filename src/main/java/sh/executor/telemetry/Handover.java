package sh.executor.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Work for another thread, which goes on there in the trace and with the log keys of the thread
 * that handed it over.
 */
public final class Handover {

  private final Context context = Context.current();
  private final Map<Key, String> keys = LogContext.present();

  private Handover() {}

  /** {@code work} as the present thread would do it. */
  public static Runnable of(Runnable work) {
    Handover handover = new Handover();
    return () -> {
      try (LogContext log = new LogContext();
          Scope _ = handover.context.makeCurrent()) {
        handover.keys.forEach(log::put);
        work.run();
      }
    };
  }

  /** Likewise, for work with a result. */
  public static <T> Callable<T> of(Callable<T> work) {
    Handover handover = new Handover();
    return () -> {
      try (LogContext log = new LogContext();
          Scope _ = handover.context.makeCurrent()) {
        handover.keys.forEach(log::put);
        return work.call();
      }
    };
  }
}
