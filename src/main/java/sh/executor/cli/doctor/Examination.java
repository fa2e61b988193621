package sh.executor.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.LocalServerException;

/**
 * Looks at this machine.
 *
 * @param environment the process's variables
 * @param dataDirectory of the server
 */
public record Examination(Map<String, String> environment, Path dataDirectory) {

  private static final int JAVA = 25;
  private static final int KEY_BYTES = 32;
  private static final String LOCK = "Lock";
  private static final String MASTER_KEY = "Master key";
  private static final String DATA = "Data directory";
  private static final String DATABASE = "Database";
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** All findings, in the order a start needs what they are about. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(data());
    findings.add(lock());
    findings.add(database());
    findings.add(masterKey());
    return findings;
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    String what = "Java " + Runtime.version() + " at " + System.getProperty("java.home");
    return feature >= JAVA
        ? Finding.ok("Java", what + '.')
        : Finding.failed("Java", what + ": install Java " + JAVA + " or newer.");
  }

  private Finding data() {
    if (Files.notExists(dataDirectory)) {
      return Finding.ok(DATA, dataDirectory + " is not there yet: the first start makes it.");
    }
    if (!Files.isDirectory(dataDirectory) || !Files.isWritable(dataDirectory)) {
      return Finding.failed(
          DATA,
          dataDirectory
              + " can not be written: give yourself the right to, or choose another with"
              + " --data-dir.");
    }
    return openToOthers(dataDirectory.resolve("server-control"))
        ? Finding.warning(DATA, "Others can read " + dataDirectory + ": run chmod -R go= on it.")
        : Finding.ok(DATA, dataDirectory + ", yours alone.");
  }

  /** Looks as a client does, who takes nothing away from a server that is about to start. */
  private Finding lock() {
    try {
      return DataDirectory.existing(dataDirectory)
          .flatMap(InstanceLock::owner)
          .map(pid -> Finding.ok(LOCK, pid == 0 ? "Held." : "Held by process " + pid + '.'))
          .orElseGet(() -> Finding.ok(LOCK, "Free: no server runs."));
    } catch (LocalServerException e) {
      return Finding.failed(LOCK, String.valueOf(e.getMessage()));
    }
  }

  private Finding database() {
    String url = environment.getOrDefault("EXECUTOR_DATABASE_URL", "");
    if (!url.isBlank()) {
      return url.startsWith("jdbc:postgresql:")
          ? Finding.ok(DATABASE, "One of yours, by EXECUTOR_DATABASE_URL.")
          : Finding.failed(
              DATABASE, "EXECUTOR_DATABASE_URL must begin with jdbc:postgresql: to be used.");
    }
    Path postgres = dataDirectory.resolve("postgres");
    return Files.exists(postgres.resolve("data"))
        ? Finding.ok(DATABASE, "The built-in one, in " + postgres + '.')
        : Finding.ok(DATABASE, "The built-in one: the first start makes it.");
  }

  private Finding masterKey() {
    String key = environment.getOrDefault("EXECUTOR_SECRET_KEY", "");
    if (!key.isBlank()) {
      return is32Bytes(key.strip())
          ? Finding.ok(MASTER_KEY, "The one in EXECUTOR_SECRET_KEY.")
          : Finding.failed(
              MASTER_KEY,
              "EXECUTOR_SECRET_KEY must be 32 bytes in base 64, as 'openssl rand -base64 32'"
                  + " prints them.");
    }
    Path file = dataDirectory.resolve("server-control").resolve("secret.key");
    if (Files.notExists(file)) {
      return Files.exists(dataDirectory.resolve("postgres").resolve("data"))
          ? Finding.failed(
              MASTER_KEY,
              file + " is gone: put it back, or nothing that is sealed can be opened again.")
          : Finding.ok(MASTER_KEY, "None yet: the first start makes it.");
    }
    return openToOthers(file)
        ? Finding.failed(MASTER_KEY, "Others can read " + file + ": run chmod 600 on it.")
        : Finding.ok(MASTER_KEY, file + ", yours alone. Keep a copy of it elsewhere.");
  }

  private static boolean is32Bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean openToOthers(Path path) {
    try {
      return Files.exists(path)
          && path.getFileSystem().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
    } catch (IOException e) {
      return false;
    }
  }

  /** Names no variables: their values may be secret. */
  @Override
  public String toString() {
    return "Examination[" + dataDirectory + ']';
  }
}
