package sh.executor.daemon;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What {@code server-control/server.json} says of the server that owns a data directory.
 *
 * @param version the version of this form, 1
 * @param kind how it was started: {@code foreground}
 * @param pid its process
 * @param startedAt when, ISO 8601
 * @param dataDir the directory it owns
 * @param connection how to reach it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunningServer(
    int version, String kind, long pid, String startedAt, String dataDir, Connection connection) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * How to reach it.
   *
   * @param origin scheme, host and port
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Connection(String origin) {}

  /** This process, serving at {@code origin} out of {@code directory}. */
  public static RunningServer foreground(DataDirectory directory, URI origin, Instant startedAt) {
    return new RunningServer(
        1,
        "foreground",
        ProcessHandle.current().pid(),
        startedAt.toString(),
        directory.root().toString(),
        new Connection(origin.toString()));
  }

  /** Lets others find the server, until its {@link InstanceLock} is closed. */
  public void announce(DataDirectory directory) {
    Path file = file(directory);
    try {
      PrivateFile.write(file, JSON.writeValueAsString(this) + '\n');
    } catch (IOException e) {
      throw new LocalServerException("Can not write " + file, e);
    }
  }

  static Path file(DataDirectory directory) {
    return directory.control().resolve("server.json");
  }
}
