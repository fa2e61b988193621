package sh.executor.execution.model;

/** What became of an attempt to answer a question. */
public sealed interface Answered {

  /** It counts, or an answer of the same kind did before. */
  record Recorded(Interaction interaction) implements Answered {}

  /** Something else was answered before, or nobody answered in time; nothing changed. */
  record TooLate(Interaction interaction) implements Answered {}

  /** There is no such question in the caller's organisation. */
  record Unknown() implements Answered {}

  /** The caller may not answer it, or nobody may accept it; says why. */
  record Forbidden(String reason) implements Answered {}

  /** The content does not fit what was asked; says why. */
  record Invalid(String reason) implements Answered {}
}
