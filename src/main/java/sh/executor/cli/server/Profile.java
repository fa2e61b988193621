package sh.executor.cli.server;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;

/**
 * A server that was added.
 *
 * @param name 1 to 100 letters, digits and {@code . _ @ + -}; not {@code local}
 * @param origin scheme, host and port
 * @param displayName for people; null for none
 * @param auth what opens it; null when nothing is kept
 */
public record Profile(
    String name, URI origin, @Nullable String displayName, @Nullable StoredAuth auth) {

  /** What the server of the data directory is called; no profile is. */
  public static final String LOCAL = "local";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]{1,100}");

  public Profile {
    if (!NAME.matcher(name).matches() || name.equals(LOCAL)) {
      throw new CommandFailure(
          "'"
              + name
              + "' can not be the name of a server: use letters, digits and . _ @ + -, and not '"
              + LOCAL
              + "'.");
    }
  }

  /** A new one without a credential, at the address that was typed. */
  public static Profile at(String name, String typed, @Nullable String displayName) {
    return new Profile(name, Origin.of(typed), displayName, null);
  }

  /** This one with another credential, or with none. */
  public Profile with(@Nullable StoredAuth other) {
    return new Profile(name, origin, displayName, other);
  }
}
