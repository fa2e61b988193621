package sh.executor.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session's client wants to be told changes of, a bounded number of things. They are watched
 * as long as the session is in memory, which a session with a standing stream is. Safe for use by
 * many threads.
 */
final class Watches {

  private final Map<String, Runnable> callOffs = new ConcurrentHashMap<>();
  private final Semaphore room;
  private volatile @Nullable Consumer<byte[]> teller;
  private volatile boolean closed;

  Watches(int watchesMax) {
    this.room = new Semaphore(watchesMax);
  }

  /**
   * Keeps a watch that was begun, in the place of one of the same name.
   *
   * @param callOff ends it; run at once when it is not kept
   * @return false when there are too many, or all are over
   */
  boolean add(String name, Runnable callOff) {
    remove(name);
    if (!room.tryAcquire()) {
      callOff.run();
      return false;
    }
    Runnable before = callOffs.put(name, callOff);
    if (before != null) {
      room.release();
      before.run();
    }
    if (closed) {
      remove(name);
    }
    return !closed;
  }

  /** Ends a watch, if there is one of that name. */
  void remove(String name) {
    Runnable callOff = callOffs.remove(name);
    if (callOff != null) {
      room.release();
      callOff.run();
    }
  }

  /** Says how messages get to the client from now on. */
  void toldBy(Consumer<byte[]> stream) {
    teller = stream;
  }

  /** Sends a message to the client, if there is a way. */
  void tell(byte[] json) {
    Consumer<byte[]> stream = teller;
    if (stream != null) {
      stream.accept(json);
    }
  }

  /** Ends all of them, and those that are added later as they are. */
  void close() {
    closed = true;
    callOffs.keySet().forEach(this::remove);
  }
}
