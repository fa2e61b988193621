package sh.executor.upgrade;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.executor.database.DatabaseLogin;
import sh.executor.testkit.ServiceProcess;

/**
 * What a build left behind.
 *
 * @param version the newest migration of that build, such as {@code V0001}
 * @param clients what its clients hold on to
 * @param rows what {@link Rows} made of its tables, {@link #UPSTREAM} for the address of the API
 */
record Fixture(String version, Clients clients, String rows) {

  static final Path FOLDER = Path.of("src", "test", "resources", "upgrade");

  /** Stands in the rows for the address of the API whose tools are called. */
  static final String UPSTREAM = "http://upstream.invalid";

  private static final String ROWS = "rows.sql";
  private static final String CLIENTS = "clients.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Those there are. */
  static List<Fixture> all() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.sorted().map(Fixture::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("list " + FOLDER, e);
    }
  }

  private static Fixture read(Path folder) {
    try {
      return new Fixture(
          folder.getFileName().toString(),
          JSON.readValue(folder.resolve(CLIENTS).toFile(), Clients.class),
          Files.readString(folder.resolve(ROWS)));
    } catch (IOException e) {
      throw new UncheckedIOException("read " + folder, e);
    }
  }

  /** Writes it to its folder. */
  void write() {
    Path folder = FOLDER.resolve(version);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(ROWS), rows);
      Files.writeString(folder.resolve(CLIENTS), JSON.writeValueAsString(clients) + '\n');
    } catch (IOException e) {
      throw new UncheckedIOException("write " + folder, e);
    }
  }

  /** Makes an empty database what it was, with the API at {@code upstream}. */
  void load(DatabaseLogin login, String upstream, Instant now) {
    Migrations.upTo(login, version.substring(1));
    Rows.load(login, rows.replace(UPSTREAM, upstream), now);
  }

  @Override
  public String toString() {
    return version;
  }

  /**
   * What is kept outside the database.
   *
   * @param secretKey the master key
   * @param ownerToken of the local server
   * @param agentKey of the local server
   * @param personKey a key made in the account's settings
   * @param sessions the ids of open sessions, by what they are
   * @param pausedRun a run that waits for its owner's approval, and made nothing yet; empty in a
   *     build that had none
   * @param unread an answer that was not taken; null in a build whose streams can not be taken up
   */
  record Clients(
      String secretKey,
      String ownerToken,
      String agentKey,
      String personKey,
      Map<String, String> sessions,
      String pausedRun,
      @Nullable Unread unread) {

    /**
     * A stream whose answer is still to be read. The answer is {@link #RESULT}.
     *
     * @param session whose it is
     * @param after the event to go on after
     */
    record Unread(String session, String after) {
      static final int RESULT = 7;
    }

    /** Starts a service on the database, as that of the tokens. */
    ServiceProcess start(Path jar, Path data, DatabaseLogin login) {
      Map<String, String> environment = new HashMap<>();
      environment.put("EXECUTOR_SECRET_KEY", secretKey);
      environment.put("EXECUTOR_DATABASE_URL", login.url());
      environment.put("EXECUTOR_DATABASE_USER", login.user());
      environment.put("EXECUTOR_DATABASE_PASSWORD", login.password());
      Path control = data.resolve("server-control");
      try {
        Files.createDirectories(control);
        JSON.writeValue(control.resolve("auth.json").toFile(), Map.of("token", ownerToken));
        JSON.writeValue(control.resolve("agent.json").toFile(), Map.of("token", agentKey));
      } catch (IOException e) {
        throw new UncheckedIOException("write the tokens to " + control, e);
      }
      return ServiceProcess.start(jar, data, environment);
    }
  }
}
