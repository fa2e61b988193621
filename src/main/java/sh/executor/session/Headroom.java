package sh.executor.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.TenantId;

/**
 * How many sessions members may open before theirs are counted again: an eighth of what there was
 * room for when they were, within a minute. So counting costs nothing where there is much room, and
 * is exact where there is little. Each node counts for itself, and up to eight of them together
 * open no more than there was room for. Safe for use by many threads.
 */
final class Headroom {

  private static final int PART = 8;
  private static final long KNOWN_FOR_MILLIS = 60_000;

  /** More members than that are counted anew. */
  private static final int MEMBERS_MAX = 10_000;

  private final Map<Member, Left> known = new ConcurrentHashMap<>();

  private record Member(TenantId tenant, AccountId account) {

    static Member of(SessionOwner owner) {
      return new Member(owner.tenant(), owner.account());
    }
  }

  private record Left(AtomicInteger sessions, long untilMillis) {}

  /** Whether {@code owner} may open one more, by what was counted before; it counts as opened. */
  boolean take(SessionOwner owner, long nowMillis) {
    Left left = known.get(Member.of(owner));
    return left != null && nowMillis < left.untilMillis() && left.sessions().getAndDecrement() > 0;
  }

  /** Notes that there is room for so many more. */
  void counted(SessionOwner owner, int sessions, long nowMillis) {
    if (known.size() >= MEMBERS_MAX) {
      known.clear();
    }
    known.put(
        Member.of(owner),
        new Left(new AtomicInteger(sessions / PART), nowMillis + KNOWN_FOR_MILLIS));
  }
}
