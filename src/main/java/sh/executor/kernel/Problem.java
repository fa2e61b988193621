package sh.executor.kernel;

import java.util.Map;

/**
 * A fault of the caller's, or a limit met, in words that are safe to show and say what to do. The
 * REST edge renders it as {@code application/problem+json} (RFC 9457), the MCP edge as the error of
 * a tool or a message.
 *
 * @param type what went wrong, as a class
 * @param tag the stable name programs of the original product know this error by
 * @param detail one sentence for this occurrence: what was wrong, and what to do
 * @param extensions further members of the problem document; JSON scalars, lists and maps of them
 */
public record Problem(Type type, String tag, String detail, Map<String, Object> extensions) {

  public Problem {
    extensions = Map.copyOf(extensions);
  }

  /** A problem without extension members. */
  public static Problem of(Type type, String tag, String detail) {
    return new Problem(type, tag, detail, Map.of());
  }

  /** This problem as something to throw up to the edge. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** The classes of problem, each with its HTTP status (docs/api/problems.md). */
  public enum Type {
    INVALID_INPUT("invalid-input", 400, "The request is not valid"),
    UNAUTHENTICATED("unauthenticated", 401, "No valid credential was presented"),
    FORBIDDEN("forbidden", 403, "The caller may not do this"),
    NOT_FOUND("not-found", 404, "There is no such thing"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The resource does not support this method"),
    NOT_ACCEPTABLE("not-acceptable", 406, "No acceptable representation exists"),
    TOO_SLOW("too-slow", 408, "The request did not arrive in time"),
    CONFLICT("conflict", 409, "The request conflicts with the present state"),
    TOO_LARGE("too-large", 413, "The request exceeds a size limit"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The content type is not supported"),
    UNPROCESSABLE("unprocessable", 422, "The content can not be used"),
    TOO_MANY("too-many", 429, "A limit is reached"),
    INTERNAL("internal", 500, "Something went wrong on our side"),
    UPSTREAM("upstream", 502, "A server we depend on failed"),
    UNAVAILABLE("unavailable", 503, "The service can not answer now; try again");

    private final String slug;
    private final int status;
    private final String title;

    Type(String slug, int status, String title) {
      this.slug = slug;
      this.status = status;
      this.title = title;
    }

    /** The last segment of the problem's type URL. */
    public String slug() {
      return slug;
    }

    /** The HTTP status that goes with it. */
    public int status() {
      return status;
    }

    /** The same for every occurrence of this type. */
    public String title() {
      return title;
    }
  }
}
