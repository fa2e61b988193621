package sh.executor.kernel;

/** Carries a {@link Problem} from where it is found to the edge that answers with it. */
public final class ProblemException extends RuntimeException {

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.tag() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What to tell the caller. */
  public Problem problem() {
    return problem;
  }
}
