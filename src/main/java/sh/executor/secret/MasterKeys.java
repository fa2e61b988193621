package sh.executor.secret;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The master keys of this node: the one that wraps, and those that may still unwrap. */
@Singleton
final class MasterKeys {

  private final MasterKey current;
  private final Map<String, MasterKey> byId;

  @Inject
  MasterKeys(SecretConfig config, SecureRandom random) {
    this(
        config
            .key()
            .map(text -> parse("EXECUTOR_SECRET_KEY", text))
            .orElseGet(() -> fromFile(config.keyFile(), random)),
        config.keyPrevious().map(text -> parse("EXECUTOR_SECRET_KEY_PREVIOUS", text)));
  }

  MasterKeys(MasterKey current, Optional<MasterKey> previous) {
    this.current = current;
    Map<String, MasterKey> keys = new HashMap<>();
    previous.ifPresent(key -> keys.put(key.id(), key));
    keys.put(current.id(), current);
    this.byId = Map.copyOf(keys);
  }

  /** The key that wraps new data keys. */
  MasterKey current() {
    return current;
  }

  /** Whether this node has the key of an id. */
  boolean has(String id) {
    return byId.containsKey(id);
  }

  /** The key of an id. */
  MasterKey byId(String id) {
    MasterKey key = byId.get(id);
    if (key == null) {
      throw new IllegalStateException(missing(id));
    }
    return key;
  }

  /** What to do when this node does not have the key of an id. */
  static String missing(String id) {
    return "What the database holds is sealed under master key "
        + id
        + ", which this node does not have. Set EXECUTOR_SECRET_KEY (or"
        + " EXECUTOR_SECRET_KEY_PREVIOUS) to the key it was sealed with; every node of a database"
        + " needs the same.";
  }

  private static MasterKey parse(String name, String text) {
    return MasterKey.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " is not 32 bytes in base 64; make one with: openssl rand -base64 32"));
  }

  /** Reads the key file; makes it first, whole and for us only, when there is none. */
  static MasterKey fromFile(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        create(file, random);
      }
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Read or make the master key " + file, e);
    }
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[MasterKey.BYTES];
    random.nextBytes(key);
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path written =
        Files.createTempFile(
            folder,
            "secret",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(
          written, Base64.getEncoder().encodeToString(key) + '\n', StandardCharsets.US_ASCII);
      // A link is made by one of many that try at once, and never seen half written.
      Files.createLink(file, written);
    } catch (FileAlreadyExistsException e) {
      // Another process was first; its key is the one.
    } finally {
      Files.delete(written);
    }
  }
}
