package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import sh.executor.execution.Resource;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;

/**
 * What one node tells another of a request it passes on, beside the body. Who asks is said here and
 * believed: the node that says so has looked, and has proven that it is one. Credentials stay where
 * they came in, and of the query only what names a session of HTTP+SSE counts within one.
 *
 * @param headers by lower-case name
 * @param sseSession what names the session in the query; empty when a header does
 * @param traceparent the span it was passed on in, by W3C Trace Context; empty for none
 */
record HopHead(
    String method,
    String path,
    String origin,
    Map<String, String> headers,
    Caller caller,
    Resource resource,
    String sseSession,
    String traceparent) {

  /** The parameter that names a session of HTTP+SSE. */
  static final String SSE_SESSION = "sessionId";

  private static final Set<String> KEPT_BACK =
      Set.of("authorization", "proxy-authorization", "cookie");

  /** Of a request that is to be passed on. */
  static HopHead of(Exchange exchange, Caller caller, Resource resource, String traceparent) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : exchange.headerNames()) {
      String value = exchange.header(name);
      if (value != null && !KEPT_BACK.contains(name)) {
        headers.put(name, value);
      }
    }
    return new HopHead(
        exchange.method(),
        exchange.path(),
        exchange.origin(),
        headers,
        caller,
        resource,
        Objects.requireNonNullElse(exchange.query(SSE_SESSION), ""),
        traceparent);
  }

  /** As it goes over the wire. */
  byte[] written() {
    ObjectNode head = Json.object().put("method", method).put("path", path).put("origin", origin);
    ObjectNode fields = head.putObject("headers");
    headers.forEach(fields::put);
    head.putObject("caller")
        .put("tenant", caller.tenant().value().toString())
        .put("account", caller.account().value().toString())
        .put("role", caller.role().name())
        .put("credential", caller.credential().name());
    head.put("resource", resource.key());
    head.put("sseSession", sseSession);
    head.put("traceparent", traceparent);
    return Json.bytes(head);
  }

  /** What another node wrote; empty when that makes no sense here, as from a build to come. */
  static Optional<HopHead> read(byte[] written) {
    return Json.read(written).filter(JsonNode::isObject).flatMap(HopHead::read);
  }

  private static Optional<HopHead> read(JsonNode head) {
    JsonNode who = head.path("caller");
    try {
      Caller caller =
          new Caller(
              new TenantId(UUID.fromString(who.path("tenant").asText())),
              new AccountId(UUID.fromString(who.path("account").asText())),
              Role.valueOf(who.path("role").asText()),
              Caller.Credential.valueOf(who.path("credential").asText()));
      return Optional.of(
          new HopHead(
              head.path("method").asText(),
              head.path("path").asText(),
              head.path("origin").asText(),
              Json.texts(head.path("headers")),
              caller,
              Resource.of(head.path("resource").asText()),
              head.path("sseSession").asText(),
              head.path("traceparent").asText()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
