package sh.executor.daemon;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this platform, unpacked from the class path once. */
final class PostgresBinaries {

  private PostgresBinaries() {}

  /**
   * The folder with {@code bin/} and {@code lib/} inside {@code home}. What is not wholly unpacked
   * is not there, and takes no room.
   */
  static Path unpacked(Path home) throws IOException {
    URL archive = archive();
    Path folder = home.resolve("bin-" + fingerprint(archive));
    if (!Files.isDirectory(folder)) {
      Path part = Files.createTempDirectory(home, "bin-part");
      try (InputStream packed = new BufferedInputStream(archive.openStream())) {
        unpack(packed, part);
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        // Of a disk that is full this is what filled it.
        removeTree(part);
      }
    }
    return folder;
  }

  /** A folder that was unpacked before, by whichever build; empty when none was. */
  static Optional<Path> unpackedBefore(Path home) throws IOException {
    try (Stream<Path> children = Files.list(home)) {
      return children
          .filter(child -> child.getFileName().toString().startsWith("bin-"))
          .filter(child -> Files.isExecutable(child.resolve("bin").resolve("pg_ctl")))
          .findFirst();
    }
  }

  private static URL archive() {
    String name = "/postgres-" + system() + '-' + architecture() + ".txz";
    URL archive = PostgresBinaries.class.getResource(name);
    if (archive == null) {
      throw new LocalServerException(
          "This build brings no PostgreSQL for "
              + system()
              + '-'
              + architecture()
              + ": set EXECUTOR_DATABASE_URL to a server of yours.");
    }
    return archive;
  }

  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name;
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64" -> "arm_64";
      default -> name;
    };
  }

  /** Tells one archive from another at no cost: the checksum its jar keeps. */
  private static String fingerprint(URL archive) throws IOException {
    JarURLConnection connection = (JarURLConnection) archive.openConnection();
    return HexFormat.of().toHexDigits((int) connection.getJarEntry().getCrc());
  }

  private static void unpack(InputStream packed, Path folder) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("Entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.resolveSibling("."));
          place(tar, entry, target);
        }
      }
    }
  }

  private static void place(InputStream content, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** Removes what earlier builds, or starts that were cut short, have unpacked. */
  static void removeOthers(Path home, Path kept) throws IOException {
    List<Path> others;
    try (Stream<Path> children = Files.list(home)) {
      others =
          children
              .filter(child -> child.getFileName().toString().startsWith("bin-"))
              .filter(child -> !child.equals(kept))
              .toList();
    }
    for (Path other : others) {
      removeTree(other);
    }
  }

  /** Removes a folder with all in it, if it is there. */
  static void removeTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
