package sh.executor.cli;

/** A command whose {@code --help} knows more than its options. */
interface Browsable {

  /** Whether it was asked about something in particular. */
  boolean browses();

  /** Tells about it; the exit code. */
  int browse();
}
