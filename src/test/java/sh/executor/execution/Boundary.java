package sh.executor.execution;

import java.util.ArrayList;
import java.util.List;

/** Where a node is killed. */
sealed interface Boundary {

  /** For people. */
  String label();

  /**
   * As it commits a write of the journal.
   *
   * @param write as {@link JournalTrap} names it
   * @param made whether the write is made all the same
   */
  record Journal(String write, boolean made) implements Boundary {

    @Override
    public String label() {
      return write + (made ? " written, unheard" : " not written");
    }
  }

  /**
   * As it writes the journal of a run that it has just taken over from a node that was killed too,
   * with the second call of the script noted but unheard.
   */
  record Again(Journal second) implements Boundary {

    @Override
    public String label() {
      return "after a takeover: " + second.label();
    }
  }

  /**
   * As it makes a call.
   *
   * @param noted whether the other side had noted the call, and held its answer back
   */
  record Wire(int n, boolean noted) implements Boundary {

    @Override
    public String label() {
      return "call " + n + (noted ? " made, answer lost" : " lost on its way");
    }
  }

  /**
   * At any moment.
   *
   * @param millis after the first call of any run
   */
  record Moment(int millis) implements Boundary {

    @Override
    public String label() {
      return "at random";
    }
  }

  /** All that have a name. */
  static List<Boundary> all() {
    List<Boundary> all = new ArrayList<>();
    for (String write : journal()) {
      all.add(new Journal(write, true));
      all.add(new Journal(write, false));
    }
    for (String write : List.of("run:takeover", "interaction:in_doubt:pending")) {
      all.add(new Again(new Journal(write, true)));
      all.add(new Again(new Journal(write, false)));
    }
    for (int n = 1; n <= SweepScript.CALLS; n++) {
      all.add(new Wire(n, true));
      all.add(new Wire(n, false));
    }
    return all;
  }

  private static List<String> journal() {
    List<String> writes =
        new ArrayList<>(
            List.of(
                "run:running", "run:waiting", "run:completed", "interaction:approval:accepted"));
    for (int n : SweepScript.WRITES) {
      for (String state : List.of("waiting", "intended", "done")) {
        writes.add("run_call:" + n + ':' + state);
      }
    }
    return writes;
  }
}
