package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.executor.outbound.OutboundResult.Answered;

/**
 * Whether a refusal is about permissions the token was not granted: the challenge of RFC 6750 §3.1,
 * an OAuth error in the body, or Google's error information.
 *
 * @param scopes that would do; empty when the API does not say
 */
record InsufficientScope(List<String> scopes) {

  private static final Pattern ERROR = Pattern.compile("error=\"?insufficient_scope\"?");
  private static final Pattern SCOPE = Pattern.compile("scope=\"([^\"]*)\"");
  private static final int DEPTH_MAX = 8;

  static Optional<InsufficientScope> of(Answered answered, JsonNode body) {
    String challenge = answered.header("www-authenticate").orElse("");
    boolean said = ERROR.matcher(challenge).find();
    if (!said && !mentioned(body, 0)) {
      return Optional.empty();
    }
    Matcher matcher = SCOPE.matcher(challenge);
    String scopes = matcher.find() ? matcher.group(1) : body.path("scope").asText("");
    return Optional.of(
        new InsufficientScope(
            Arrays.stream(scopes.split("\\s+", -1)).filter(scope -> !scope.isEmpty()).toList()));
  }

  private static boolean mentioned(JsonNode node, int depth) {
    if (node.isTextual()) {
      String text = node.textValue();
      return text.equals("insufficient_scope")
          || text.equals("ACCESS_TOKEN_SCOPE_INSUFFICIENT")
          || text.equals("insufficientPermissions");
    }
    if (depth < DEPTH_MAX) {
      for (JsonNode child : node) {
        if (mentioned(child, depth + 1)) {
          return true;
        }
      }
    }
    return false;
  }
}
