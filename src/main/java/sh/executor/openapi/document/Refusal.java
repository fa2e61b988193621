package sh.executor.openapi.document;

import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/** The two ways to turn a description down, by the names that clients of the REST API know. */
public final class Refusal {

  private static final int SHOWN_MAX = 200;

  private Refusal() {}

  /** What was given is not an OpenAPI 3 document that can be read. */
  public static ProblemException parse(String detail) {
    return Problem.of(Problem.Type.INVALID_INPUT, "OpenApiParseError", detail).exception();
  }

  /** It is one, but no tools can be made of it. */
  public static ProblemException extraction(String detail) {
    return Problem.of(Problem.Type.INVALID_INPUT, "OpenApiExtractionError", detail).exception();
  }

  /** {@code text} of a description, cut to what a message can hold. */
  public static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "…";
  }
}
