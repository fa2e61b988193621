package sh.executor.daemon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code server-control/server.json} says of the server that owns a data directory. It is
 * written when the server answers and withdrawn before it stops; one that was killed leaves it
 * behind, so that it is to be believed only of a process that holds the {@link InstanceLock}.
 *
 * @param kind how it was started
 * @param pid its process
 * @param startedAt when, ISO 8601
 * @param dataDir the directory it owns
 * @param origin scheme, host and port of where it is reached
 * @param version of its build
 * @param executable what was run
 */
public record RunningServer(
    Kind kind,
    long pid,
    String startedAt,
    String dataDir,
    URI origin,
    String version,
    String executable) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String FORM = "1";

  /** How a server was started. */
  public enum Kind {
    /** On its own, for whoever asks next. */
    DAEMON("cli-daemon"),
    /** In somebody's terminal, or under somebody's supervision. */
    FOREGROUND("foreground");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As it is written. */
    public String word() {
      return word;
    }

    /** The kind that is written so; whatever else there may be runs in the foreground. */
    public static Kind of(String word) {
      return DAEMON.word.equals(word) ? DAEMON : FOREGROUND;
    }
  }

  /** This process, serving at {@code origin} out of {@code directory}. */
  public static RunningServer here(
      Kind kind, DataDirectory directory, URI origin, Instant startedAt, String version) {
    return new RunningServer(
        kind,
        ProcessHandle.current().pid(),
        startedAt.toString(),
        directory.root().toString(),
        origin,
        version,
        ProcessHandle.current().info().command().orElse("java"));
  }

  /** What the directory's file says; empty when there is none, or none that can be understood. */
  public static Optional<RunningServer> announced(DataDirectory directory) {
    try {
      Map<String, String> said = FlatJson.read(file(directory));
      if (!FORM.equals(said.get("version"))) {
        return Optional.empty();
      }
      return Optional.of(
          new RunningServer(
              Kind.of(said.getOrDefault("kind", "")),
              Long.parseLong(said.getOrDefault("pid", "")),
              said.getOrDefault("startedAt", ""),
              said.getOrDefault("dataDir", ""),
              URI.create(said.getOrDefault("connection.origin", "")),
              said.getOrDefault("owner.version", ""),
              said.getOrDefault("owner.executablePath", "")));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Lets others find the server, until its {@link InstanceLock} is closed. */
  public void announce(DataDirectory directory) {
    Path file = file(directory);
    try {
      PrivateFile.write(file, json(directory) + '\n');
    } catch (IOException e) {
      throw LocalServerException.because("Can not write " + file, e);
    }
  }

  /** Takes the announcement away of a server that begins to stop. To be called by its owner. */
  public static void withdraw(DataDirectory directory) {
    Path file = file(directory);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw LocalServerException.because("Can not remove " + file, e);
    }
  }

  private String json(DataDirectory directory) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("version", Integer.parseInt(FORM));
      json.writeStringField("kind", kind.word());
      json.writeNumberField("pid", pid);
      json.writeStringField("startedAt", startedAt);
      json.writeStringField("dataDir", dataDir);
      json.writeStringField("scopeDir", directory.scope().toString());
      json.writeObjectFieldStart("connection");
      json.writeStringField("kind", "http");
      json.writeStringField("key", "http:" + origin);
      json.writeStringField("origin", origin.toString());
      json.writeStringField("apiBaseUrl", origin + "/api");
      json.writeStringField("displayName", "Local");
      // Where the bearers are, not what: each is kept in one place, and can be replaced there.
      json.writeObjectFieldStart("auth");
      json.writeStringField("kind", "bearer");
      json.writeStringField("tokenFile", LocalTokens.ownerFile(directory).toString());
      json.writeStringField("agentTokenFile", LocalTokens.agentFile(directory).toString());
      json.writeEndObject();
      json.writeEndObject();
      json.writeObjectFieldStart("owner");
      json.writeStringField("client", "cli");
      json.writeStringField("version", version);
      json.writeStringField("executablePath", executable);
      json.writeEndObject();
      json.writeEndObject();
    }
    return text.toString();
  }

  static Path file(DataDirectory directory) {
    return directory.control().resolve("server.json");
  }
}
