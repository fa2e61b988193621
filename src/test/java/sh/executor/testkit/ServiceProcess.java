package sh.executor.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged service as a child process, started the way the launcher starts it. What it prints
 * goes to two files beside its data directory.
 */
public final class ServiceProcess implements AutoCloseable {

  /** The service as this build packages it. */
  public static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private static final Duration START_WITHIN = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path data;
  private final Path out;
  private final Path err;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Ready ready;

  private ServiceProcess(Process process, Path data, Path out, Path err) {
    this.process = process;
    this.data = data;
    this.out = out;
    this.err = err;
    this.ready = await();
  }

  /** Starts it on a free port and waits until it says that it is ready. */
  public static ServiceProcess start(Path data, Map<String, String> environment) {
    return start(JAR, data, environment);
  }

  /** Likewise, and says so in JSON. */
  public static ServiceProcess startForPrograms(Path data, Map<String, String> environment) {
    return start(JAR, 0, data, environment, List.of("--json"));
  }

  /** Likewise, on the port of one that is gone. */
  public static ServiceProcess startOn(int port, Path data, Map<String, String> environment) {
    return start(JAR, port, data, environment, List.of());
  }

  /** Likewise, that of another build. */
  public static ServiceProcess start(Path jar, Path data, Map<String, String> environment) {
    return start(jar, 0, data, environment, List.of());
  }

  private static ServiceProcess start(
      Path jar, int port, Path data, Map<String, String> environment, List<String> more) {
    Path out = data.resolveSibling(data.getFileName() + ".out");
    Path err = data.resolveSibling(data.getFileName() + ".err");
    List<String> command = command(jar, StartCache.flags(jar), port, data);
    command.addAll(more);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
    builder.environment().putAll(environment);
    try {
      Files.deleteIfExists(out);
      return new ServiceProcess(builder.start(), data, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException("start " + command, e);
    }
  }

  static List<String> command(Path jar, List<String> flags, int port, Path data) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the launcher has it: what a start was recorded with is what it can be used with.
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders", "-Xmx512m"));
    command.addAll(flags);
    command.add("-jar");
    command.add(jar.toAbsolutePath().toString());
    command.addAll(
        List.of("serve", "--port", Integer.toString(port), "--data-dir", data.toString()));
    return command;
  }

  private Ready await() {
    Awaitility.await("the service to be ready")
        .atMost(START_WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || printed().contains("mcpServers"));
    if (!process.isAlive()) {
      throw new IllegalStateException("The service did not start: " + printed() + logged());
    }
    JsonNode server =
        printed()
            .lines()
            .filter(line -> line.startsWith("{"))
            .findFirst()
            .map(ServiceProcess::json)
            .orElseThrow()
            .at("/mcpServers/executor");
    String bearer = server.at("/headers/Authorization").asText();
    JsonNode auth = json(read(data.resolve("server-control").resolve("auth.json")));
    return new Ready(
        URI.create(server.get("url").asText()),
        bearer.substring("Bearer ".length()),
        auth.get("token").asText());
  }

  /** Where agents connect. */
  public URI mcp() {
    return ready.mcp();
  }

  /** The key in the configuration it prints. */
  public String agentKey() {
    return ready.agentKey();
  }

  /** The owner's bearer. */
  public String ownerToken() {
    return ready.ownerToken();
  }

  /** Asks the REST API as the owner; {@code path} begins with {@code /api}. */
  public JsonNode post(String path, String json) {
    return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Likewise. */
  public JsonNode get(String path) {
    return send(path, HttpRequest.newBuilder().GET());
  }

  private JsonNode send(String path, HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(
              request
                  .uri(ready.mcp().resolve(path))
                  .header("Authorization", "Bearer " + ready.ownerToken())
                  .header("Content-Type", "application/json")
                  .timeout(Duration.ofMinutes(1))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(path + ": " + response.statusCode() + response.body());
      }
      return json(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("ask " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("ask " + path, e);
    }
  }

  /** The names of its platform threads, as the JDK's own tool tells them. */
  public List<String> threads() {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process jcmd =
          new ProcessBuilder(tool, Long.toString(process.pid()), "Thread.print")
              .redirectErrorStream(true)
              .start();
      String dump = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (jcmd.waitFor() != 0) {
        throw new IllegalStateException("print threads: " + dump);
      }
      return dump.lines()
          .filter(line -> line.startsWith("\""))
          .map(line -> line.substring(1, line.indexOf('"', 1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("print threads", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("print threads", e);
    }
  }

  /** The memory that it takes of the machine's. */
  public long residentBytes() {
    try {
      Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", "" + process.pid()).start();
      String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Long.parseLong(kilobytes.strip()) << 10;
    } catch (IOException e) {
      throw new UncheckedIOException("ask for memory", e);
    }
  }

  /** What it wrote to standard output. */
  public String printed() {
    return read(out);
  }

  /** What it wrote to standard error, over all starts on this data directory. */
  public String logged() {
    return read(err);
  }

  /** Asks it to stop, as Ctrl+C does, and waits until it has; its exit code. */
  public int stop() {
    return end(process::destroy);
  }

  /** Holds it up, as a machine may: it does nothing until {@link #thaw}. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("send " + name + " to the service");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("send " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("send " + name, e);
    }
  }

  /** Kills it. */
  public void kill() {
    end(() -> process.destroyForcibly());
  }

  private int end(Runnable signal) {
    signal.run();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("The service did not stop: " + logged());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stop the service", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + text, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + file, e);
    }
  }

  private record Ready(URI mcp, String agentKey, String ownerToken) {}
}
