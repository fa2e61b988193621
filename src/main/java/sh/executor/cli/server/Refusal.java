package sh.executor.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;

/**
 * An answer other than the one that was asked for.
 *
 * @param path below {@code /api}
 */
record Refusal(URI origin, String path, int status) {

  private static final int UNAUTHORIZED = 401;
  private static final int REDIRECTED = 3;
  private static final String REPLACED =
      " If it is yours and its bearer was replaced, 'executor daemon restart' has it know the new"
          + " one.";

  /**
   * What to tell.
   *
   * @param body what came with it; null when that is no JSON
   */
  CommandFailure failure(@Nullable JsonNode body) {
    String tag = body == null ? "" : body.path("_tag").asText("");
    if (status == UNAUTHORIZED) {
      return new CommandFailure(
          origin
              + " does not know who you are: set EXECUTOR_API_KEY to a key of yours, or sign in"
              + " with 'executor login --base-url "
              + origin
              + "'."
              + (Origin.onThisMachine(origin) ? REPLACED : ""),
          tag.isEmpty() ? "Unauthorized" : tag);
    }
    if (tag.isEmpty() || body == null) {
      return new CommandFailure(foreign(), "NotAnExecutor");
    }
    return new CommandFailure(body.path("detail").asText(tag) + near(body), tag);
  }

  private static String near(JsonNode problem) {
    JsonNode suggestions = problem.path("suggestions");
    return suggestions.isEmpty() ? "" : " Did you mean '" + suggestions.get(0).asText() + "'?";
  }

  private String foreign() {
    String what =
        status / 100 == REDIRECTED
            ? "sends callers elsewhere, which is not followed"
            : "did not answer as an Executor does";
    return origin + " " + what + " (status " + status + "): check the address.";
  }
}
