package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Repeat;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.binding.Parameter;
import sh.executor.openapi.settings.Settings;

/** Finds out whether a call may be sent twice. When in doubt, it may not. */
final class Repeats {

  private static final String HEADER = "Idempotency-Key";

  /** RFC 9110 §9.2.2, without the methods nobody calls an API by. */
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  /** APIs that honour a key on every call though their descriptions don't declare the header. */
  private static final Map<String, String> KNOWN_HOSTS =
      Map.of(
          "api.stripe.com", HEADER,
          "files.stripe.com", HEADER,
          "connect.squareup.com", HEADER,
          "api.adyen.com", HEADER,
          "api.lob.com", HEADER,
          "api.resend.com", HEADER);

  private Repeats() {}

  /**
   * What the method, the arguments, the settings and the description say, in this order.
   *
   * @param target where the call goes
   */
  static Repeat of(Binding binding, Settings settings, Given given, URI target) {
    if (IDEMPOTENT.contains(binding.method())) {
      return Repeat.ALWAYS;
    }
    @Nullable String header = settings.idempotencyHeader();
    if (header == null) {
      header = declared(binding);
    }
    if (header == null) {
      header = KNOWN_HOSTS.get(target.getHost());
    }
    if (header == null) {
      return Repeat.NEVER;
    }
    // The script's own key is sent as it is, and tells repetitions apart as well as ours would.
    return carries(given, header) ? Repeat.ALWAYS : new Repeat.WithKey(header);
  }

  private static @Nullable String declared(Binding binding) {
    for (Parameter parameter : binding.parameters()) {
      if (parameter.in() == Parameter.Location.HEADER
          && parameter.name().equalsIgnoreCase(HEADER)) {
        return parameter.name();
      }
    }
    return null;
  }

  private static boolean carries(Given given, String header) {
    for (Map.Entry<Parameter, JsonNode> value : given.values().entrySet()) {
      if (value.getKey().in() == Parameter.Location.HEADER
          && value.getKey().name().equalsIgnoreCase(header)) {
        return true;
      }
    }
    return false;
  }
}
