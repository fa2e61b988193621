package sh.executor.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A real client in a process of its own, in one conversation for as long as it lives. Closing it
 * kills it.
 */
public final class Survivor implements AutoCloseable {

  private static final Path SCRIPT =
      Path.of("src", "test", "npm", "clients", "survivor.mjs").toAbsolutePath();
  private static final int SECONDS_MAX = 60;

  private final Process process;
  private final BufferedReader answers;
  private final OutputStream codes;

  private Survivor(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.codes = process.getOutputStream();
  }

  /**
   * Connects.
   *
   * @param client the npm package that speaks to the service
   */
  public static Survivor connect(String client, URI mcp, String token) {
    ProcessBuilder builder = new ProcessBuilder("node", SCRIPT.toString());
    builder.environment().put("CLIENT", client);
    builder.environment().put("MCP_URL", mcp.toString());
    builder.environment().put("MCP_TOKEN", token);
    try {
      return new Survivor(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException("start the client " + client, e);
    }
  }

  /** Runs code; what came of it, and in which session. */
  public JsonNode run(String code) {
    try {
      codes.write((code + "\n").getBytes(StandardCharsets.UTF_8));
      codes.flush();
      String line =
          CompletableFuture.supplyAsync(this::line).orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException("talk to a client", e);
    }
  }

  private String line() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new AssertionError("the client has ended");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("listen to a client", e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
