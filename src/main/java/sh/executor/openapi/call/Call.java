package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sh.executor.catalog.model.Credential;
import sh.executor.catalog.model.Invocation;
import sh.executor.catalog.model.Repeat;
import sh.executor.catalog.model.ToolError;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.binding.Parameter;
import sh.executor.openapi.binding.Parameter.Location;
import sh.executor.openapi.settings.Settings;
import sh.executor.outbound.OutboundRequest;
import sh.executor.outbound.OutboundRequest.Header;

/** One call of an operation: its arguments checked, and its request written. */
public final class Call {

  private final Binding binding;
  private final Settings settings;
  private final Given given;
  private final Optional<BodyWriter.Written> body;

  private Call(Binding binding, Settings settings, Given given, Optional<BodyWriter.Written> body) {
    this.binding = binding;
    this.settings = settings;
    this.given = given;
    this.body = body;
  }

  /** What the arguments came to. */
  public sealed interface Checked {

    /** They fit. */
    record Fits(Call call) implements Checked {}

    /** They don't; the error says why. */
    record Misfit(ToolError error) implements Checked {}
  }

  /** What the credential came to. */
  public sealed interface Prepared {

    /** It can be sent. */
    record Ready(OutboundRequest request) implements Prepared {}

    /** It can not, and nothing was sent. */
    record Refused(ToolError error) implements Prepared {}
  }

  /**
   * A call of the operation {@code binding} belongs to. Needs no credential, and finds all that is
   * wrong with the arguments.
   */
  public static Checked of(Binding binding, Settings settings, JsonNode arguments) {
    try {
      Given given =
          ArgumentSorter.sort(binding, ServerChoice.offered(binding, settings), arguments);
      Call call = new Call(binding, settings, given, BodyWriter.write(binding.body(), given));
      call.target(Credentials.NONE);
      call.headers(Credentials.NONE);
      return new Checked.Fits(call);
    } catch (BadArguments bad) {
      return new Checked.Misfit(bad.error());
    }
  }

  /** Whether it may be sent again, as its method, its arguments and the settings have it. */
  public Repeat repeat() {
    return Repeats.of(binding, settings, given, target(Credentials.NONE));
  }

  /** Writes the request, which may take what {@code limits} say. */
  public Prepared prepare(Invocation invocation, CallLimits limits) {
    Credential credential = invocation.credential();
    try {
      Credentials placed = Credentials.place(settings.methods(), credential);
      if (!placed.isEmpty() && ServerChoice.decidesHost(binding, settings, given.server())) {
        throw new BadArguments(
            "A call that carries a credential may not choose its host by `server.variables`. An admin"
                + " must set the integration's baseUrl.");
      }
      return new Prepared.Ready(request(invocation, placed, limits));
    } catch (BadArguments bad) {
      return new Prepared.Refused(bad.error());
    } catch (CredentialFailure failure) {
      return new Prepared.Refused(
          AuthErrors.of(
              failure.code(),
              String.valueOf(failure.getMessage()),
              invocation.integration(),
              credential.template(),
              null,
              List.of()));
    }
  }

  private OutboundRequest request(Invocation invocation, Credentials placed, CallLimits limits) {
    List<Header> headers = headers(placed);
    String key = invocation.idempotencyKey();
    if (key != null && repeat() instanceof Repeat.WithKey(String header)) {
      headers = new ArrayList<>(headers);
      headers.add(new Header(header, key));
    }
    return new OutboundRequest(
        invocation.tenant(),
        binding.method(),
        target(placed),
        headers,
        credentialHeaders(placed),
        credentialQuery(placed),
        body.map(BodyWriter.Written::bytes).orElse(null),
        limits.of(binding.answer()));
  }

  private URI target(Credentials placed) {
    String base = ServerChoice.url(binding, settings, given.server());
    return new RequestTarget(binding, given.values())
        .uri(base, settings.queryParams(), placed.query());
  }

  private List<Header> headers(Credentials placed) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "executor");
    headers.put("Accept", binding.answer() == null ? "application/json, */*;q=0.9" : "*/*");
    headers.putAll(settings.headers());
    List<String> cookies = new ArrayList<>();
    given
        .values()
        .forEach((parameter, value) -> header(parameter, value, placed, headers, cookies));
    body.ifPresent(written -> headers.put("Content-Type", written.contentType()));
    placed
        .cookies()
        .forEach((name, value) -> cookies.add(name + '=' + Percent.COOKIE.encode(value)));
    if (!cookies.isEmpty()) {
      headers.merge("Cookie", String.join("; ", cookies), (own, more) -> own + "; " + more);
    }
    placed.headers().forEach(headers::put);
    return headers.entrySet().stream()
        .map(header -> new Header(header.getKey(), header.getValue()))
        .toList();
  }

  private static void header(
      Parameter parameter,
      JsonNode value,
      Credentials placed,
      Map<String, String> headers,
      List<String> cookies) {
    if (parameter.in() == Location.HEADER) {
      String text = SimpleStyles.write(parameter, value, part -> part);
      if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
        throw new BadArguments("`" + parameter.argument() + "` must be one line of text.");
      }
      headers.put(parameter.name(), text.strip());
    } else if (parameter.in() == Location.COOKIE
        && !placed.cookies().containsKey(parameter.name())) {
      String text = SimpleStyles.write(parameter, value, Percent.COOKIE::encode);
      cookies.add(parameter.name() + '=' + text);
    }
  }

  /** What the integration's own headers are worth is not known, so they count as credentials. */
  private Set<String> credentialHeaders(Credentials placed) {
    Set<String> names = new HashSet<>();
    settings.headers().keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    names.addAll(
        placed.headers().keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()));
    if (!placed.cookies().isEmpty()) {
      names.add("cookie");
    }
    return names;
  }

  private Set<String> credentialQuery(Credentials placed) {
    Set<String> names = new HashSet<>(settings.queryParams().keySet());
    names.addAll(placed.query().keySet());
    return names;
  }
}
