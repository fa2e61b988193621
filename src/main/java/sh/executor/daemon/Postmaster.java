package sh.executor.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says of the server of a database cluster. The file outlives a server
 * that was killed, and its number may since be another process's.
 *
 * @param pid the process that wrote it
 * @param port where it listens
 * @param ready whether it has said that it takes connections
 * @see <a href="https://www.postgresql.org/docs/18/storage-file-layout.html">PostgreSQL 18,
 *     Database File Layout</a>
 */
record Postmaster(long pid, int port, boolean ready) {

  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;
  private static final Path PROCESSES = Path.of("/proc");

  /** The server that {@code data} belongs to by its file, dead or alive. */
  static Optional<Postmaster> of(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file(data));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Postmaster(
              Long.parseLong(lines.getFirst().strip()),
              lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0,
              lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready")));
    } catch (NumberFormatException | NoSuchElementException e) {
      // Empty or half written: a start that got no further.
      return Optional.empty();
    }
  }

  /** The file a live server keeps in its data directory. */
  static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }

  /**
   * Whether the process is alive and serves {@code data}. A zombie does not, nor does a process
   * that got the number later. Where there is no {@code /proc}, any live process counts.
   */
  boolean serves(Path data) throws IOException {
    if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
      return false;
    }
    Path process = PROCESSES.resolve(Long.toString(pid));
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      return true;
    }
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(data);
    } catch (IOException e) {
      // Gone, a zombie (which has no working directory), or a process of someone else's.
      return false;
    }
  }
}
