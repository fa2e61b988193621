package sh.executor.daemon;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** As whom PostgreSQL's programs run: they refuse to be root. */
enum RunAs {
  /** As this process's own user, who is not root. */
  SELF,
  /**
   * Root inside a user namespace without a map: the programs see an ordinary user, and all files
   * stay root's.
   */
  NAMESPACE,
  /** The user nobody, to whom the files are given. For where namespaces are forbidden. */
  NOBODY;

  private static final int NOBODY_ID = 65534;
  private static final int PROBE_SECONDS = 5;

  /** The least intrusive way that works here. */
  static RunAs here() throws IOException {
    if (new UnixSystem().getUid() != 0) {
      return SELF;
    }
    return namespacesWork() ? NAMESPACE : NOBODY;
  }

  private static boolean namespacesWork() throws IOException {
    Process probe;
    try {
      probe =
          new ProcessBuilder("unshare", "-U", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      // No such program.
      return false;
    }
    try {
      return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      probe.destroyForcibly();
    }
  }

  /** What goes before a command. */
  List<String> prefix() {
    return switch (this) {
      case SELF -> List.of();
      case NAMESPACE -> List.of("unshare", "-U");
      case NOBODY ->
          List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups");
    };
  }

  /** Lets the programs use {@code home}, which lies in a folder of ours. */
  void open(Path home) throws IOException {
    if (this != NOBODY) {
      return;
    }
    Path parent = home.toAbsolutePath().getParent();
    if (parent != null) {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(parent);
      mode.add(PosixFilePermission.OTHERS_EXECUTE);
      Files.setPosixFilePermissions(parent, mode);
    }
    List<Path> all;
    try (Stream<Path> tree = Files.walk(home)) {
      all = tree.toList();
    }
    for (Path path : all) {
      Files.setAttribute(path, "unix:uid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", NOBODY_ID, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
