package sh.executor.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configured issuer as a place where clients get their tokens. It is somebody else's server;
 * only what it publishes of itself is known here.
 */
@Singleton
public final class AuthorizationServer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";

  private final Optional<String> issuer;
  private final IssuerReads reads;
  private final Kept<JsonNode> metadata;

  @Inject
  AuthorizationServer(TokenIssuerConfig config, IssuerReads reads, InstantSource clock) {
    this.issuer = config.issuer();
    this.reads = reads;
    this.metadata = new Kept<>(this::read, clock);
  }

  /** Its identifier (RFC 8414 §2); empty when none is configured. */
  public Optional<String> issuer() {
    return issuer;
  }

  /**
   * What it publishes of itself, kept for an hour. Empty when that can't be had, or is of another
   * issuer. Blocks, for at most twenty seconds.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3">RFC 8414 §3</a>
   */
  public Optional<JsonNode> metadata() {
    return metadata.current();
  }

  private Optional<JsonNode> read() {
    return issuer.stream()
        .flatMap(AuthorizationServer::places)
        .flatMap(place -> reads.read(place).stream())
        .flatMap(body -> parsed(body).stream())
        .findFirst();
  }

  /** By RFC 8414 between host and path; by OpenID Connect Discovery behind the path. */
  private static Stream<URI> places(String issuer) {
    URI uri = URI.create(issuer.replaceFirst("/$", ""));
    String path = Objects.requireNonNullElse(uri.getRawPath(), "");
    return Stream.of(uri.resolve(OAUTH + path), URI.create(uri + OPENID));
  }

  /** RFC 8414 §3.3: what names another issuer must not be used. */
  private Optional<JsonNode> parsed(byte[] body) {
    try {
      JsonNode document = JSON.readTree(body);
      return Optional.of(document)
          .filter(JsonNode::isObject)
          .filter(named -> issuer.equals(Optional.ofNullable(named.path("issuer").textValue())));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("read a document that is in memory", e);
    }
  }
}
