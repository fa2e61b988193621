package sh.executor.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.secret.Sealed;
import sh.executor.secret.Seals;

/**
 * What a client carries from one round of a request to the next. It is sealed: the client can
 * neither read nor change it, and it opens for nobody else, for no other request or resource and
 * only for a while. That it is used once is not its promise: what hangs on an answer is held by the
 * question the answer is for.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr">MCP
 *     2026-07-28, Multi Round-Trip Requests</a>
 */
@Singleton
final class RequestStates {

  /** How much a request may carry along. */
  static final int CHARS_MAX = 262_144;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SEALED_FOR = "mcp_request_state";
  private static final String UNTIL = "until";
  private static final String REQUEST = "request";
  private static final String RESOURCE = "resource";
  private static final String CONTENT = "content";
  private static final int KEY_ID_BYTES = 16;

  private final Seals seals;
  private final McpConfig config;
  private final InstantSource clock;

  @Inject
  RequestStates(Seals seals, McpConfig config, InstantSource clock) {
    this.seals = seals;
    this.config = config;
    this.clock = clock;
  }

  /** Seals {@code content} for the next round of {@code request}. */
  String seal(Caller caller, Resource resource, Message.Request request, ObjectNode content) {
    ObjectNode state = Json.object();
    state.put(UNTIL, clock.instant().plus(config.requestStateWithin()).toEpochMilli());
    state.put(REQUEST, RequestDigest.of(request));
    state.put(RESOURCE, resource.key());
    state.set(CONTENT, content);
    Sealed sealed =
        seals.seal(caller.tenant(), SEALED_FOR, caller.account().value(), Json.bytes(state));
    ByteBuffer bytes = ByteBuffer.allocate(KEY_ID_BYTES + sealed.bytes().length);
    bytes.putLong(sealed.keyId().getMostSignificantBits());
    bytes.putLong(sealed.keyId().getLeastSignificantBits());
    bytes.put(sealed.bytes());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * What was sealed for this caller, request and resource; empty for anything else, and when it is
   * old.
   */
  Optional<ObjectNode> open(
      Caller caller, Resource resource, Message.Request request, String text) {
    return decode(text)
        .flatMap(
            cipher ->
                seals.recognise(caller.tenant(), SEALED_FOR, caller.account().value(), cipher))
        .map(RequestStates::read)
        .filter(state -> state.path(UNTIL).longValue() > clock.instant().toEpochMilli())
        .filter(state -> state.path(REQUEST).asText().equals(RequestDigest.of(request)))
        .filter(state -> state.path(RESOURCE).asText().equals(resource.key()))
        .map(state -> state.withObject("/" + CONTENT));
  }

  private static Optional<Sealed> decode(String text) {
    if (text.length() > CHARS_MAX) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() <= KEY_ID_BYTES) {
        return Optional.empty();
      }
      UUID key = new UUID(bytes.getLong(), bytes.getLong());
      byte[] sealed = new byte[bytes.remaining()];
      bytes.get(sealed);
      return Optional.of(new Sealed(key, sealed));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode read(byte[] json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException("read a request state that was sealed here", e);
    }
  }
}
