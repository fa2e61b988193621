package sh.executor.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.TenantId;
import sh.executor.sandbox.wasm.StackHeadroom;

/**
 * Who may compute: as many steps at once as there are processors to give, the next one always of
 * the tenant that has waited longest, and a step that has had its slice goes back in line when
 * others wait. Steps that have used up a slice leave one processor to those that have not. So a
 * tenant's loops slow that tenant's loops, and hardly anything else.
 *
 * <p>A step keeps its thread when it yields, so the number of those is bounded too, per tenant and
 * in all; beyond the bound a tenant's new steps wait for its old ones. Where a step can not yield,
 * inside one long built-in, it is relieved: it runs on, beside the count, and the operating system
 * shares out the processors.
 */
final class Turns {

  private static final long SLICE_NANOS = 5_000_000;
  private static final long RELIEF_NANOS = 50_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final int insideMax;
  private final int insidePerTenantMax;
  private final int lengthyMax;
  private final LongSupplier nanoTime;

  // All guarded by the lock; contended is read without it, as a hint.
  private final Map<TenantId, Line> lines = new HashMap<>();
  private final Deque<Line> ring = new ArrayDeque<>();
  private final List<Turn> running = new ArrayList<>();
  private int free;
  private int inside;
  private int lengthyRunning;
  private volatile boolean contended;

  /**
   * Turns for {@code atOnce} steps computing at once and {@code insideMax} holding a thread.
   *
   * @param insidePerTenantMax of those, for one tenant
   */
  Turns(int atOnce, int insideMax, int insidePerTenantMax, LongSupplier nanoTime) {
    this.free = atOnce;
    this.lengthyMax = Math.max(1, atOnce - 1);
    this.insideMax = insideMax;
    this.insidePerTenantMax = insidePerTenantMax;
    this.nanoTime = nanoTime;
  }

  /** Waits for a turn; false when the script was stopped instead. */
  boolean enter(Turn turn) {
    return waited(turn, Turn.State.FRESH);
  }

  /**
   * Goes to the end of the line when the slice is used up and others wait; else returns at once.
   * When the script is stopped in line it returns without a turn, to come to its end.
   */
  void yieldIfDue(Turn turn) {
    if (contended && nanoTime.getAsLong() - turn.since > SLICE_NANOS) {
      StackHeadroom.require();
      lock.lock();
      try {
        stopRunning(turn);
        turn.lengthy = true;
      } finally {
        lock.unlock();
      }
      var _ = waited(turn, Turn.State.YIELDED);
    }
  }

  /** Gives the turn and its thread back. */
  void leave(Turn turn) {
    lock.lock();
    try {
      stopRunning(turn);
      turn.state = Turn.State.OUTSIDE;
      turn.lengthy = false;
      inside--;
      Line line = lines.get(turn.tenant);
      if (line != null) {
        line.inside--;
        forgetIfIdle(turn.tenant, line);
      }
      grantWhatIsFree();
    } finally {
      lock.unlock();
    }
  }

  /** Lets others run beside steps that have run for long and did not yield. Called periodically. */
  void relieve() {
    if (!contended) {
      return;
    }
    long now = nanoTime.getAsLong();
    lock.lock();
    try {
      for (Turn turn : running) {
        if (turn.state == Turn.State.RUNNING && now - turn.since > RELIEF_NANOS) {
          uncount(turn);
          turn.state = Turn.State.RELIEVED;
        }
      }
      grantWhatIsFree();
    } finally {
      lock.unlock();
    }
  }

  private boolean waited(Turn turn, Turn.State as) {
    lock.lock();
    try {
      line(turn.tenant).add(turn, as);
      grantWhatIsFree();
    } finally {
      lock.unlock();
    }
    turn.await();
    return turn.state == Turn.State.RUNNING || !withdrawn(turn, as);
  }

  /** Takes a stopped turn out of line; false when it was granted after all. */
  private boolean withdrawn(Turn turn, Turn.State as) {
    lock.lock();
    try {
      if (turn.state != as) {
        return false;
      }
      Line line = line(turn.tenant);
      line.remove(turn);
      if (as == Turn.State.FRESH) {
        turn.state = Turn.State.OUTSIDE;
        forgetIfIdle(turn.tenant, line);
      }
      grantWhatIsFree();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Line line(TenantId tenant) {
    return lines.computeIfAbsent(
        tenant,
        _ -> {
          Line line = new Line();
          ring.add(line);
          return line;
        });
  }

  private void forgetIfIdle(TenantId tenant, Line line) {
    if (line.inside == 0 && line.isEmpty()) {
      lines.remove(tenant);
      ring.remove(line);
    }
  }

  private void stopRunning(Turn turn) {
    if (running.remove(turn) && turn.state == Turn.State.RUNNING) {
      uncount(turn);
    }
    turn.revoke();
  }

  private void uncount(Turn turn) {
    free++;
    if (turn.lengthy) {
      lengthyRunning--;
    }
  }

  private void grantWhatIsFree() {
    while (free > 0) {
      Turn next = next();
      if (next == null) {
        break;
      }
      free--;
      if (next.lengthy) {
        lengthyRunning++;
      }
      next.state = Turn.State.RUNNING;
      next.since = nanoTime.getAsLong();
      running.add(next);
      next.grant();
    }
    contended = isAnyoneInLine();
  }

  private boolean isAnyoneInLine() {
    for (Line line : ring) {
      if (!line.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The next in line, tenants taking turns; null when nobody is who may go. */
  private @Nullable Turn next() {
    for (int i = ring.size(); i > 0; i--) {
      Line line = ring.remove();
      ring.add(line);
      Turn turn = line.poll(inside < insideMax && line.inside < insidePerTenantMax);
      if (turn != null) {
        return turn;
      }
    }
    return null;
  }

  /** One tenant's steps. */
  private final class Line {

    private final Deque<Turn> fresh = new ArrayDeque<>();
    private final Deque<Turn> yielded = new ArrayDeque<>();
    private int inside;
    private boolean freshNext;

    void add(Turn turn, Turn.State as) {
      turn.state = as;
      (as == Turn.State.FRESH ? fresh : yielded).add(turn);
    }

    void remove(Turn turn) {
      if (!fresh.remove(turn)) {
        yielded.remove(turn);
      }
    }

    boolean isEmpty() {
      return fresh.isEmpty() && yielded.isEmpty();
    }

    /** New steps and yielded ones take turns, where both may go. */
    @Nullable Turn poll(boolean roomInside) {
      boolean mayResume = !yielded.isEmpty() && lengthyRunning < lengthyMax;
      boolean takeFresh = roomInside && !fresh.isEmpty() && (freshNext || !mayResume);
      freshNext = !takeFresh;
      if (takeFresh) {
        inside++;
        Turns.this.inside++;
        return fresh.remove();
      }
      return mayResume ? yielded.remove() : null;
    }
  }
}
