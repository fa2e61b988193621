package sh.executor.catalog.model;

import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/** What callers do wrong with the words of this package. */
final class Problems {

  private Problems() {}

  static ProblemException invalid(String detail) {
    return Problem.of(Problem.Type.INVALID_INPUT, "InvalidInputError", detail).exception();
  }
}
