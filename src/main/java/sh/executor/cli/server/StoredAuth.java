package sh.executor.cli.server;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is kept to open a server. */
public sealed interface StoredAuth {

  /**
   * A key of the server's.
   *
   * @param token sent as it is
   */
  record Key(String token) implements StoredAuth {

    /** Leaves the key out. */
    @Override
    public String toString() {
      return "Key[***]";
    }
  }

  /**
   * What signing in has brought.
   *
   * @param accessToken sent until it expires
   * @param refreshToken brings a new one; null when there is none
   * @param expiresAt null when that was not said
   * @param tokenEndpoint where it is renewed
   * @param clientId as whom
   */
  record SignedIn(
      String accessToken,
      @Nullable String refreshToken,
      @Nullable Instant expiresAt,
      URI tokenEndpoint,
      String clientId)
      implements StoredAuth {

    /** Leaves the tokens out. */
    @Override
    public String toString() {
      return "SignedIn[" + tokenEndpoint + ']';
    }
  }
}
