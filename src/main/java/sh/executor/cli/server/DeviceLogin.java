package sh.executor.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;

/**
 * Signs a person in who types a code into a browser, here or on another device.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628">RFC 8628</a>
 */
public final class DeviceLogin {

  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final String CLIENT_ID = "client_id";
  private static final int INTERVAL_SECONDS = 5;
  private static final int SLOWER_BY_SECONDS = 5;
  private static final int CODE_SECONDS_MAX = 1_800;
  private static final int EARLY_SECONDS = 60;

  private final InstantSource clock;
  private final Pause pause;

  /**
   * @param clock for when codes and tokens expire
   * @param pause waits between two questions
   */
  public DeviceLogin(InstantSource clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after {@code duration}. */
    void of(Duration duration);
  }

  /** Tells a person what to do. */
  @FunctionalInterface
  public interface Prompt {
    /**
     * Shows where to go, and what to confirm there.
     *
     * @param complete the address with the code in it; null when there is none
     */
    void show(URI address, String code, @Nullable URI complete);
  }

  /**
   * Signs in to the server at {@code origin}; waits for the person for as long as the code is good,
   * at most half an hour.
   *
   * @param clientId as whom this program is known there
   * @throws CommandFailure when that is not offered, refused, or not done in time
   */
  public StoredAuth signIn(URI origin, String clientId, Prompt prompt) {
    try (OAuthWire wire = new OAuthWire()) {
      SignInPlace place = SignInPlace.of(origin, wire);
      Map<String, String> wish = new LinkedHashMap<>(Map.of(CLIENT_ID, clientId));
      if (!place.scope().isEmpty()) {
        wish.put("scope", place.scope());
      }
      if (place.resource() != null) {
        wish.put("resource", place.resource());
      }
      OAuthWire.Said said = wire.form(place.deviceEndpoint(), wish);
      JsonNode code = said.body();
      if (!said.success() || !code.path("device_code").isTextual()) {
        throw refused(said.error());
      }
      prompt.show(
          OAuthWire.safe(URI.create(code.path("verification_uri").asText())),
          code.path("user_code").asText(),
          code.path("verification_uri_complete").isTextual()
              ? OAuthWire.safe(URI.create(code.path("verification_uri_complete").textValue()))
              : null);
      return awaited(wire, place, clientId, code);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("The server that signs people in gave an address that is none.", e);
    }
  }

  private StoredAuth awaited(OAuthWire wire, SignInPlace place, String clientId, JsonNode code) {
    int lifetime = Math.min(code.path("expires_in").asInt(CODE_SECONDS_MAX), CODE_SECONDS_MAX);
    Instant deadline = clock.instant().plusSeconds(lifetime);
    Duration interval =
        Duration.ofSeconds(Math.max(1, code.path("interval").asInt(INTERVAL_SECONDS)));
    Map<String, String> question =
        Map.of(
            "grant_type",
            DEVICE_GRANT,
            "device_code",
            code.path("device_code").textValue(),
            CLIENT_ID,
            clientId);
    while (clock.instant().isBefore(deadline)) {
      pause.of(interval);
      OAuthWire.Said said = wire.form(place.tokenEndpoint(), question);
      if (said.success()) {
        return tokens(said.body(), place.tokenEndpoint(), clientId, null);
      }
      switch (said.error()) {
        case "authorization_pending" -> {}
        case "slow_down" -> interval = interval.plusSeconds(SLOWER_BY_SECONDS);
        default -> throw refused(said.error());
      }
    }
    throw refused("expired_token");
  }

  private static CommandFailure refused(String error) {
    return switch (error) {
      case "access_denied" -> new CommandFailure("The sign-in was declined.", error);
      case "expired_token" ->
          new CommandFailure("The code was not confirmed in time: log in again.", error);
      default ->
          new CommandFailure(
              "The server that signs people in refused"
                  + (error.isEmpty() ? "" : " (" + error + ")")
                  + ": check --client-id, or use a key of yours.",
              "LoginRefused");
    };
  }

  /**
   * A credential that is good for a minute more, made anew if this one is not.
   *
   * @throws CommandFailure when the person must sign in again
   */
  StoredAuth.SignedIn fresh(StoredAuth.SignedIn old) {
    if (old.refreshToken() == null) {
      throw new CommandFailure("Your sign-in has expired: use 'executor login'.", "LoginExpired");
    }
    try (OAuthWire wire = new OAuthWire()) {
      OAuthWire.Said said =
          wire.form(
              OAuthWire.safe(old.tokenEndpoint()),
              Map.of(
                  "grant_type",
                  "refresh_token",
                  "refresh_token",
                  old.refreshToken(),
                  CLIENT_ID,
                  old.clientId()));
      if (said.success()) {
        return tokens(said.body(), old.tokenEndpoint(), old.clientId(), old.refreshToken());
      }
      throw said.error().isEmpty()
          ? new CommandFailure("Your sign-in can not be renewed now: try again.")
          : new CommandFailure(
              "Your sign-in has ended (" + said.error() + "): use 'executor login'.",
              "LoginExpired");
    }
  }

  /** What became of a sign-in that was to be ended where it was made. */
  public enum Ending {
    /** Its tokens open nothing any more. */
    REVOKED,
    /** It ends when its tokens expire: the server that signs people in does nothing for it. */
    NOT_OFFERED,
    /** That server did not say that it has. */
    FAILED
  }

  /**
   * Ends a sign-in to the server at {@code origin}: both tokens, as to revoke the one need not
   * revoke the other. They are shown to nobody but who issued them.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7009">RFC 7009</a>
   */
  public Ending end(URI origin, StoredAuth.SignedIn auth) {
    try (OAuthWire wire = new OAuthWire()) {
      SignInPlace place = SignInPlace.of(origin, wire);
      URI revocation = place.revocationEndpoint();
      if (revocation == null || !place.tokenEndpoint().equals(auth.tokenEndpoint())) {
        return Ending.NOT_OFFERED;
      }
      boolean revoked =
          auth.refreshToken() == null
              || revoked(wire, revocation, auth, "refresh_token", auth.refreshToken());
      return revoked(wire, revocation, auth, "access_token", auth.accessToken()) && revoked
          ? Ending.REVOKED
          : Ending.FAILED;
    } catch (CommandFailure | IllegalArgumentException e) {
      return Ending.FAILED;
    }
  }

  private static boolean revoked(
      OAuthWire wire, URI endpoint, StoredAuth.SignedIn auth, String kind, String token) {
    Map<String, String> form =
        Map.of("token", token, "token_type_hint", kind, CLIENT_ID, auth.clientId());
    return wire.form(endpoint, form).status() == OAuthWire.OK;
  }

  /** Whether a credential should be renewed before it is used. */
  boolean isStale(StoredAuth.SignedIn auth) {
    return auth.expiresAt() != null
        && !clock.instant().isBefore(auth.expiresAt().minusSeconds(EARLY_SECONDS));
  }

  private StoredAuth.SignedIn tokens(
      JsonNode said, URI endpoint, String clientId, @Nullable String refreshToken) {
    String access = said.path("access_token").asText("");
    if (access.isEmpty()) {
      throw refused("");
    }
    return new StoredAuth.SignedIn(
        access,
        said.path("refresh_token").isTextual()
            ? said.path("refresh_token").textValue()
            : refreshToken,
        said.path("expires_in").canConvertToLong()
            ? clock.instant().plusSeconds(said.path("expires_in").asLong())
            : null,
        endpoint,
        clientId);
  }
}
