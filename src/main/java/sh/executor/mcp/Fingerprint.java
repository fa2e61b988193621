package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sh.executor.kernel.Caller;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Key;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * What a request says of its client, on the span of the request: enough to tell which client, in
 * which version, does what we did not expect. Nothing here can fail a request, and nothing that
 * opens a door is among it: of a credential its scheme, of a session id its hash, of a URI no query
 * and no password.
 */
final class Fingerprint {

  /** Headers whose values no client has reason to keep secret. */
  private static final List<String> HEADERS =
      List.of(
          "accept",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "content-type",
          "mcp-method",
          "mcp-protocol-version",
          "origin",
          "sec-fetch-dest",
          "sec-fetch-mode",
          "sec-fetch-site",
          "user-agent",
          "x-client-name",
          "x-client-version",
          "x-requested-with");

  /** Of a URI, up to the last {@code @} of its authority (RFC 3986 §3.2). */
  private static final Pattern USER_INFORMATION = Pattern.compile("//[^/]*@");

  private static final Set<String> SCHEMES = Set.of("bearer", "basic", "dpop", "digest");
  private static final int SESSION_DIGITS = 12;

  private Fingerprint() {}

  /** What can be told before anyone is let in. */
  static void ofRequest(Trace trace, Exchange exchange) {
    String session = exchange.header("mcp-session-id");
    if (session != null) {
      trace.note(Key.SESSION_ID, sessionName(session));
    }
    if (!Traces.isRecording()) {
      return;
    }
    trace.note(Attribute.MCP_METHOD, exchange.method());
    Traces.note(Attribute.MCP_SESSION_PRESENT, session != null);
    String authorization = exchange.header("authorization");
    Traces.note(Attribute.MCP_HAS_BEARER, authorization != null && isBearer(authorization));
    if (authorization != null) {
      trace.note(Attribute.MCP_AUTHORIZATION_SCHEME, scheme(authorization));
      trace.note(Attribute.MCP_AUTHORIZATION_LENGTH, Integer.toString(authorization.length()));
    }
    String referer = exchange.header("referer");
    if (referer != null) {
      Traces.noteHeader("referer", withoutQuery(referer));
    }
    unknownYet(trace);
    for (String name : HEADERS) {
      String value = exchange.header(name);
      if (value != null) {
        Traces.noteHeader(name, value);
      }
    }
    trace.note(Attribute.MCP_HEADER_NAMES, String.join(",", exchange.headerNames()));
  }

  /** Each is there on every span, so that what lacks one can be asked for, too. */
  private static void unknownYet(Trace trace) {
    Traces.note(Attribute.MCP_PARSE_BODY, false);
    Traces.note(Attribute.MCP_VERIFIED, false);
    trace.note(Attribute.MCP_ORGANIZATION_ID, "");
    trace.note(Attribute.MCP_ACCOUNT_ID, "");
  }

  /** Nor the user information, which may be a password. */
  private static String withoutQuery(String uri) {
    return USER_INFORMATION.matcher(uri.split("[?#]", 2)[0]).replaceFirst("//");
  }

  /** Who was let in. */
  static void ofCaller(Trace trace, Caller caller) {
    trace.note(Key.TENANT_ID, caller.tenant().toString());
    if (Traces.isRecording()) {
      Traces.note(Attribute.MCP_VERIFIED, true);
      trace.note(Attribute.MCP_ORGANIZATION_ID, caller.tenant().toString());
      trace.note(Attribute.MCP_ACCOUNT_ID, caller.account().toString());
    }
  }

  /** What the body holds. */
  static void ofMessages(Inbound inbound) {
    if (!Traces.isRecording()) {
      return;
    }
    Traces.note(Attribute.MCP_PARSE_BODY, true);
    switch (inbound) {
      case Inbound.Unreadable _ -> {}
      case Inbound.Batch(List<Message> messages) ->
          Traces.note(
              Attribute.MCP_RPC_METHOD,
              messages.stream().map(Fingerprint::method).collect(Collectors.joining(",")));
      case Inbound.Single(Message message) -> ofMessage(message);
    }
  }

  private static void ofMessage(Message message) {
    Traces.note(Attribute.MCP_RPC_METHOD, method(message));
    switch (message) {
      case Message.Request(JsonNode id, String method, ObjectNode params) -> {
        Traces.note(Attribute.MCP_RPC_ID, id.asText());
        ofParams(method, params);
        ofMeta(params.path("_meta"));
      }
      case Message.Response(_, ObjectNode whole) ->
          note(Attribute.MCP_ELICITATION_ACTION, whole.path("result").path("action"));
      case Message.Notification _ -> {}
    }
  }

  private static void ofParams(String method, ObjectNode params) {
    switch (method) {
      case "initialize" ->
          ofClient(
              params.path("protocolVersion"),
              params.path("clientInfo"),
              params.path("capabilities"));
      case "tools/call" -> note(Attribute.MCP_TOOL_NAME, params.path("name"));
      case "prompts/get" -> note(Attribute.MCP_PROMPT_NAME, params.path("name"));
      case "resources/read", "resources/subscribe" -> {
        String uri = params.path("uri").asText();
        Traces.note(Attribute.MCP_RESOURCE_URI, withoutQuery(uri));
      }
      default -> {}
    }
  }

  /** A request without a session says itself what {@code initialize} says once. */
  private static void ofMeta(JsonNode meta) {
    if (meta.has(ModernMeta.VERSION)) {
      ofClient(
          meta.path(ModernMeta.VERSION),
          meta.path(ModernMeta.CLIENT),
          meta.path(ModernMeta.CAPABILITIES));
    }
  }

  private static void ofClient(JsonNode version, JsonNode info, JsonNode declared) {
    note(Attribute.MCP_CLIENT_PROTOCOL, version);
    note(Attribute.MCP_CLIENT_NAME, info.path("name"));
    note(Attribute.MCP_CLIENT_VERSION, info.path("version"));
    note(Attribute.MCP_CLIENT_TITLE, info.path("title"));
    Set<String> capabilities = new TreeSet<>();
    declared.fieldNames().forEachRemaining(capabilities::add);
    Traces.note(Attribute.MCP_CLIENT_CAPABILITIES, String.join(",", capabilities));
  }

  private static void note(Attribute attribute, JsonNode value) {
    if (value.isTextual()) {
      Traces.note(attribute, value.textValue());
    }
  }

  private static String method(Message message) {
    return switch (message) {
      case Message.Request request -> request.method();
      case Message.Notification notification -> notification.method();
      case Message.Response _ -> "(response)";
    };
  }

  private static boolean isBearer(String authorization) {
    return scheme(authorization).equals("bearer");
  }

  /** Only one that is known: without a space, the whole value would be a credential. */
  private static String scheme(String authorization) {
    String first = authorization.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    return SCHEMES.contains(first) ? first : "other";
  }

  /** The beginning of what the session is stored under. */
  private static String sessionName(String id) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, SESSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("find SHA-256, which every JDK has", e);
    }
  }
}
