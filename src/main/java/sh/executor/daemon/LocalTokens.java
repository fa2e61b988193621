package sh.executor.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The two bearers of a local server, each 32 random bytes in base64url. They are made once and kept
 * with mode 0600: {@code server-control/auth.json} and {@code server-control/agent.json}, each
 * {@code {"token"}}.
 *
 * @param owner opens everything
 * @param agent opens {@code /mcp} only
 */
public record LocalTokens(String owner, String agent) {

  private static final int BYTES = 32;

  /**
   * The tokens of this directory.
   *
   * @param random a cryptographically strong source
   * @throws LocalServerException when a file can not be read or written
   */
  public static LocalTokens open(DataDirectory directory, RandomGenerator random) {
    return new LocalTokens(
        token(ownerFile(directory), random), token(agentFile(directory), random));
  }

  /**
   * What opens {@code /mcp} of the server that owns this directory, which has made it.
   *
   * @throws LocalServerException when it can not be read
   */
  public static String agentOf(DataDirectory directory) {
    return read(agentFile(directory));
  }

  /** Likewise, what opens everything. */
  public static String ownerOf(DataDirectory directory) {
    return read(ownerFile(directory));
  }

  static Path ownerFile(DataDirectory directory) {
    return directory.control().resolve("auth.json");
  }

  static Path agentFile(DataDirectory directory) {
    return directory.control().resolve("agent.json");
  }

  private static String token(Path file, RandomGenerator random) {
    try {
      if (!Files.exists(file)) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        // Letters, digits, - and _ only: nothing to escape.
        PrivateFile.write(file, "{\"token\":\"" + fresh + "\"}\n");
      }
    } catch (IOException e) {
      throw unusable(file, e);
    }
    return read(file);
  }

  private static String read(Path file) {
    try {
      String token = FlatJson.read(file).getOrDefault("token", "");
      if (token.isBlank()) {
        throw new LocalServerException(file + " holds no token: delete it to have one made.");
      }
      return token;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static LocalServerException unusable(Path file, IOException cause) {
    return LocalServerException.because("Can not read or write " + file, cause);
  }

  @Override
  public String toString() {
    return "LocalTokens[***]";
  }
}
