package sh.executor.daemon.election;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sh.executor.daemon.DataDirectory;

/**
 * What servers without a terminal printed, from their first line on: {@code logs/daemon.log} is the
 * newest one's, {@code daemon.1.log} to {@code daemon.4.log} those before it. No file grows beyond
 * 8 MiB; one that would is put away as a start does it.
 *
 * @param folder where they are
 */
public record DaemonLog(Path folder) {

  private static final int KEPT = 4;
  private static final long BYTES_MAX = 8 << 20;
  private static final int SHOWN_BYTES_MAX = 1 << 20;
  private static final long SPACE_BYTES_MIN = 1 << 20;
  private static final int LOOK_SECONDS = 5;
  private static final String FAILURE = "executor: ";

  /** The logs of a data directory. */
  public static DaemonLog of(DataDirectory directory) {
    return new DaemonLog(directory.logs());
  }

  /** The newest. */
  public Path file() {
    return folder.resolve("daemon.log");
  }

  private Path old(int age) {
    return folder.resolve("daemon." + age + ".log");
  }

  /** Puts the newest away, and has an empty one be the newest. */
  void begin() throws IOException {
    age();
    if (Files.exists(file())) {
      Files.move(file(), old(1), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(file());
  }

  private void age() throws IOException {
    for (int age = KEPT; age > 1; age--) {
      if (Files.exists(old(age - 1))) {
        Files.move(old(age - 1), old(age), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * Puts a newest one that has grown large away, while a server appends to it: what it prints next
   * is at the beginning again. What it prints in this very moment may be lost.
   */
  void bound() throws IOException {
    if (Files.exists(file()) && Files.size(file()) > BYTES_MAX) {
      age();
      Files.copy(file(), old(1), StandardCopyOption.REPLACE_EXISTING);
      empty();
    }
  }

  private void empty() throws IOException {
    Files.newByteChannel(file(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
        .close();
  }

  /** Has the newest bounded from now on, by the server that prints to it. */
  public void keepBounded() {
    Thread.ofVirtual()
        .name("daemon-log")
        .start(
            () -> {
              try {
                while (true) {
                  TimeUnit.SECONDS.sleep(LOOK_SECONDS);
                  boundIfPossible();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** On a full disk there is no room for a copy: then what grew large begins again without one. */
  void boundIfPossible() {
    try {
      bound();
    } catch (IOException e) {
      try {
        empty();
      } catch (IOException again) {
        // There is nowhere to tell it; the next look may do better.
      }
    }
  }

  /** The last lines of the newest, at most 1 MiB of them; none when there is no log. */
  public List<String> tail(int linesMax) throws IOException {
    if (Files.notExists(file())) {
      return List.of();
    }
    List<String> lines = text(file()).lines().toList();
    return lines.subList(Math.max(0, lines.size() - linesMax), lines.size());
  }

  private static String text(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      long skipped = Math.max(0, bytes.length() - SHOWN_BYTES_MAX);
      bytes.seek(skipped);
      byte[] end = new byte[(int) (bytes.length() - skipped)];
      bytes.readFully(end);
      return new String(end, StandardCharsets.UTF_8);
    }
  }

  /** Why the newest server did not start, in the line it ended with. */
  String reason() {
    try {
      List<String> said = tail(Integer.MAX_VALUE).stream().filter(line -> !line.isBlank()).toList();
      return said.reversed().stream()
          .filter(line -> line.startsWith(FAILURE))
          .findFirst()
          .map(line -> line.substring(FAILURE.length()))
          .orElseGet(() -> said.isEmpty() ? silence() : said.getLast());
    } catch (IOException e) {
      return "What it said can not be read.";
    }
  }

  /** A server that can not even say why has most likely no room for it. */
  private String silence() {
    boolean full = folder.toFile().getUsableSpace() < SPACE_BYTES_MIN;
    return full ? "There is no space left on the disk of " + folder + '.' : "It said nothing.";
  }
}
