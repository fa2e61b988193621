package sh.executor.daemon;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A disk with little room, seen at a folder by those processes only that are started in it. It goes
 * with the last of them, so nothing is to be unmounted.
 */
final class SmallDisk implements AutoCloseable {

  private static final boolean ROOT = new UnixSystem().getUid() == 0;

  private final Process holder;

  private SmallDisk(Process holder) {
    this.holder = holder;
  }

  /**
   * One of {@code size}, such as {@code 64k}; empty where the system lets us have none.
   *
   * @param folder where it is seen
   */
  static Optional<SmallDisk> at(Path folder, String size) throws IOException {
    Process holder =
        new ProcessBuilder(
                "unshare",
                ROOT ? "-m" : "-Urm",
                "sh",
                "-c",
                "mount -t tmpfs -o mode=700,size=\"$1\" none \"$2\" && echo ready && exec cat",
                "sh",
                size,
                folder.toString())
            .start();
    if ("ready".equals(holder.inputReader().readLine())) {
      return Optional.of(new SmallDisk(holder));
    }
    holder.destroyForcibly();
    return Optional.empty();
  }

  /** The command that runs {@code command} in it. */
  List<String> inside(List<String> command) {
    List<String> line =
        new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid()), "-m"));
    if (!ROOT) {
      line.addAll(List.of("-U", "--preserve-credentials"));
    }
    line.addAll(command);
    return line;
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
