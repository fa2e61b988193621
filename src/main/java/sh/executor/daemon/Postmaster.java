package sh.executor.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.AccessDeniedException;
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
  private static final int CONNECT_MILLIS_MAX = 1_000;
  private static final String PROGRAM = "postgres";
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

  /** What there is of the server that wrote the file. */
  enum Trace {
    /** It runs. */
    SERVING,
    /** It does not: its process has ended, or its number is another process's. */
    GONE,
    /** A process has its number, and may be it. */
    UNSURE
  }

  /**
   * What there is of it. A zombie is gone, as is a process that got the number later: neither works
   * in {@code data}. Where the system does not tell where a process works, a PostgreSQL that
   * listens on the port is believed.
   */
  Trace trace(Path data) throws IOException {
    return trace(data, PROCESSES);
  }

  /**
   * @param processes where the system tells of its processes, if it does
   */
  Trace trace(Path data, Path processes) throws IOException {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return Trace.GONE;
    }
    if (Files.isDirectory(processes.resolve("self"))) {
      try {
        Path folder = processes.resolve(Long.toString(pid)).resolve("cwd");
        return Files.readSymbolicLink(folder).equals(data.toRealPath())
            ? Trace.SERVING
            : Trace.GONE;
      } catch (AccessDeniedException e) {
        // Another user's, as it is when root has given the files to nobody.
      } catch (IOException e) {
        // Ended just now, or a zombie, which works nowhere.
        return Trace.GONE;
      }
    }
    Optional<String> command = process.get().info().command();
    if (command.filter(file -> !Path.of(file).endsWith(PROGRAM)).isPresent()) {
      return Trace.GONE;
    }
    return listens() ? Trace.SERVING : Trace.UNSURE;
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS_MAX);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
