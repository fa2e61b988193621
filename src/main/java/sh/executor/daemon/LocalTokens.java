package sh.executor.daemon;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
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

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BYTES = 32;

  /**
   * The tokens of this directory.
   *
   * @param random a cryptographically strong source
   * @throws LocalServerException when a file can not be read or written
   */
  public static LocalTokens open(DataDirectory directory, RandomGenerator random) {
    return new LocalTokens(
        token(directory.control().resolve("auth.json"), random),
        token(directory.control().resolve("agent.json"), random));
  }

  private static String token(Path file, RandomGenerator random) {
    try {
      if (!Files.exists(file)) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        PrivateFile.write(file, JSON.writeValueAsString(Map.of("token", fresh)) + '\n');
      }
      String token = JSON.readTree(file.toFile()).path("token").asText();
      if (token.isBlank()) {
        throw new LocalServerException(file + " holds no token: delete it to have one made.");
      }
      return token;
    } catch (IOException e) {
      throw new LocalServerException("Can not read or write " + file, e);
    }
  }

  @Override
  public String toString() {
    return "LocalTokens[***]";
  }
}
