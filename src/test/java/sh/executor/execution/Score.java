package sh.executor.execution;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** What became of runs whose node was killed, for each place it was killed at. */
final class Score {

  private static final String ROW = "| %-62s | %5s | %4s | %9s | %4s | %8s | %7s | %4s | %8s |%n";

  private final Map<String, Map<Tally, Integer>> places = new TreeMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** What is counted. */
  enum Tally {
    /** Processes killed. */
    KILLS,
    /** Runs that were under way on any node. */
    RUNS,
    /** Runs the killed node held that went on from where they were written down. */
    CONTINUED,
    /** Runs the killed node held that were begun again, having changed nothing. */
    ANEW,
    /** Calls a person was asked about. */
    IN_DOUBT,
    /** Of these, calls that had not arrived and were sent again. */
    RETRIED,
    /** Runs that were not stored yet: nobody had heard their ids, and they had changed nothing. */
    LOST,
    /** Effects that came twice though they must not. */
    REPEATED
  }

  void count(Boundary place, Tally tally, int more) {
    lock.lock();
    try {
      places
          .computeIfAbsent(place.label(), label -> new TreeMap<>())
          .merge(tally, more, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  /** How many in all. */
  int total(Tally tally) {
    return places.values().stream().mapToInt(tallies -> tallies.getOrDefault(tally, 0)).sum();
  }

  /** For people. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        ROW.formatted(
            "killed",
            "kills",
            "runs",
            "continued",
            "anew",
            "in doubt",
            "retried",
            "lost",
            "repeated"));
    places.forEach((label, tallies) -> table.append(row(label, tallies)));
    Map<Tally, Integer> all = new TreeMap<>();
    for (Tally tally : Tally.values()) {
      all.put(tally, total(tally));
    }
    return table.append(row("all", all)).toString();
  }

  private static String row(String label, Map<Tally, Integer> tallies) {
    return ROW.formatted(
        label,
        cell(tallies, Tally.KILLS),
        cell(tallies, Tally.RUNS),
        cell(tallies, Tally.CONTINUED),
        cell(tallies, Tally.ANEW),
        cell(tallies, Tally.IN_DOUBT),
        cell(tallies, Tally.RETRIED),
        cell(tallies, Tally.LOST),
        cell(tallies, Tally.REPEATED));
  }

  private static String cell(Map<Tally, Integer> tallies, Tally tally) {
    return String.valueOf(tallies.getOrDefault(tally, 0));
  }
}
