package sh.executor.outbound;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sh.executor.outbound.OutboundRequest.Header;
import sh.executor.outbound.OutboundResult.Answered;

/**
 * What an answer says about where to go next.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4">RFC 9110 §15.4</a>
 */
final class Redirects {

  private static final Set<String> CREDENTIAL_HEADERS =
      Set.of("authorization", "cookie", "proxy-authorization");

  private Redirects() {}

  /** What to do with an answer. */
  sealed interface Step {
    /** It is the answer. */
    record Stay() implements Step {}

    /** Send this instead; its URL is not checked yet. */
    record Follow(OutboundRequest request) implements Step {}

    /** End here, for this reason, which is safe to show. */
    record Refuse(String reason) implements Step {}
  }

  /** Whether a status asks to go elsewhere when it comes with a Location. */
  static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /** The step after {@code answer} to {@code request}. */
  static Step after(OutboundRequest request, Answered answer) {
    Optional<String> location = answer.header("location");
    if (!isRedirect(answer.status()) || location.isEmpty()) {
      return new Step.Stay();
    }
    URI target = Location.resolve(request.uri(), location.get()).orElse(null);
    if (target == null) {
      return new Step.Refuse("The server redirected to something that is not a valid URL.");
    }
    if ("https".equalsIgnoreCase(request.uri().getScheme())
        && "http".equalsIgnoreCase(target.getScheme())) {
      return new Step.Refuse("The server redirected from https to http, which is not followed.");
    }
    return new Step.Follow(follow(request, answer.status(), target));
  }

  private static OutboundRequest follow(OutboundRequest request, int status, URI target) {
    boolean toGet = turnsToGet(status, request.method());
    boolean leaves = !Origin.of(request.uri()).equals(Origin.of(target));
    return new OutboundRequest(
        request.tenant(),
        toGet ? "GET" : request.method(),
        leaves ? Location.withoutParameters(target, request.credentialQuery()) : target,
        headers(request, toGet, leaves),
        request.credentialHeaders(),
        request.credentialQuery(),
        toGet ? null : request.body(),
        request.limits());
  }

  /** 303 asks for it; POST to 301 and 302 is what every client has always done. */
  private static boolean turnsToGet(int status, String method) {
    return switch (status) {
      case 303 -> !method.equals("HEAD") && !method.equals("GET");
      case 301, 302 -> method.equals("POST");
      default -> false;
    };
  }

  private static List<Header> headers(OutboundRequest request, boolean toGet, boolean leaves) {
    return request.headers().stream()
        .filter(header -> !(toGet && lowerCase(header).startsWith("content-")))
        .filter(header -> !(leaves && isCredential(request, lowerCase(header))))
        .toList();
  }

  private static boolean isCredential(OutboundRequest request, String name) {
    return CREDENTIAL_HEADERS.contains(name) || request.credentialHeaders().contains(name);
  }

  private static String lowerCase(Header header) {
    return header.name().toLowerCase(Locale.ROOT);
  }
}
