package sh.executor.execution;

/** What telling a run something came to: an answer, that time is up, a wish to call it off. */
sealed interface Told {

  /** Nothing: it has ended, or somebody was first. */
  record Nothing() implements Told {}

  /** It is told; whichever node drives it notices. */
  record Driven() implements Told {}

  /** It is told and was at rest: now it is this node's, by the same statement, to go on with. */
  record Claimed(TakenRun taken) implements Told {}
}
