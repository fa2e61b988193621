package sh.executor.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;

/** The server that owns a data directory, as the directory's own files tell. */
final class LocalServer {

  private final Path control;
  private final Path dataDirectory;

  LocalServer(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
    this.control = dataDirectory.resolve("server-control");
  }

  /**
   * Where it serves.
   *
   * @throws CommandFailure when none does
   */
  URI origin() {
    return announced()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "No server runs on "
                        + dataDirectory
                        + ": start one with 'executor serve', or name another with --server or"
                        + " --base-url.",
                    "ServerNotRunning"));
  }

  /** What opens it, for {@code origin} only if that is where it serves; null otherwise. */
  @Nullable String bearerFor(URI origin) {
    if (!announced().filter(origin::equals).isPresent()) {
      return null;
    }
    String token = read("auth.json").map(auth -> auth.path("token").asText("")).orElse("");
    return token.isEmpty() ? null : token;
  }

  /** What is left behind by a process that is gone is not believed. */
  private Optional<URI> announced() {
    return read("server.json")
        .filter(server -> ProcessHandle.of(server.path("pid").asLong()).isPresent())
        .map(server -> server.at("/connection/origin").asText(""))
        .filter(origin -> !origin.isEmpty())
        .map(Origin::of);
  }

  private Optional<JsonNode> read(String file) {
    Path path = control.resolve(file);
    if (Files.notExists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.readTree(path.toFile()));
    } catch (IOException e) {
      throw new CommandFailure("Can not read " + path + ": " + e.getMessage(), e);
    }
  }
}
