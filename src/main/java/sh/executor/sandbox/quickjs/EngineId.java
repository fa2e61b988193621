package sh.executor.sandbox.quickjs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import sh.executor.sandbox.wasm.PageImage;

/**
 * Names what a guest's memory means something to: the code, by the wasm it was compiled from, and
 * the image, which the prelude is in. A change of either is another engine.
 */
final class EngineId {

  /** Written by the build, beside the classes compiled from the wasm. */
  private static final String SEAL = "engine.properties";

  private EngineId() {}

  /** SHA-256 over the wasm's and the image's, in lower-case hex. */
  static String of(PageImage image) {
    String named = wasm() + "\n" + image.sha256();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("name the sandbox engine", e);
    }
  }

  private static String wasm() {
    try (InputStream seal = EngineId.class.getResourceAsStream(SEAL)) {
      Properties properties = new Properties();
      if (seal != null) {
        properties.load(seal);
      }
      String sha256 = properties.getProperty("quickjs.sha256");
      if (sha256 == null) {
        throw new IllegalStateException("The engine's seal is not on the class path");
      }
      return sha256;
    } catch (IOException e) {
      throw new UncheckedIOException("read the engine's seal", e);
    }
  }
}
