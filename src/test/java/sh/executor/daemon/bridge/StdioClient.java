package sh.executor.daemon.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that writes and reads lines, on a bridge inside this process. */
final class StdioClient implements AutoCloseable {

  private static final int SECONDS_MAX = 20;
  private static final int PIPE = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PipedOutputStream typed = new PipedOutputStream();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Thread bridge;

  private StdioClient(Endpoint endpoint) {
    try {
      PipedInputStream in = new PipedInputStream(typed, PIPE);
      Bridge bridged = new Bridge(endpoint, in, new Reader(), notes::add);
      bridge = Thread.ofPlatform().start(bridged::run);
    } catch (IOException e) {
      throw new IllegalStateException("join two pipes", e);
    }
  }

  /** A client of the server at {@code mcp}. */
  static StdioClient of(URI mcp, String bearer) {
    return of(new FixedEndpoint(() -> new Target(mcp, bearer)));
  }

  static StdioClient of(Endpoint endpoint) {
    return new StdioClient(endpoint);
  }

  /** What the bridge writes, line by line. */
  private final class Reader extends OutputStream {

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int value) {
      if (value == '\n') {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(value);
      }
    }
  }

  /** Writes a line. */
  StdioClient write(String line) {
    try {
      typed.write((line + '\n').getBytes(StandardCharsets.UTF_8));
      typed.flush();
      return this;
    } catch (IOException e) {
      throw new IllegalStateException("write a line", e);
    }
  }

  /** The next line. */
  String line() {
    try {
      String line = lines.poll(SECONDS_MAX, TimeUnit.SECONDS);
      assertThat(line).as("a line; notes: %s", notes).isNotNull();
      return line == null ? "" : line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("wait for a line", e);
    }
  }

  /** The next line, as JSON. */
  JsonNode message() {
    try {
      return JSON.readTree(line());
    } catch (IOException e) {
      throw new IllegalStateException("read a line", e);
    }
  }

  /** Lines that have come and were not asked for. */
  List<String> rest() {
    return List.copyOf(lines);
  }

  /** What a person was told. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Begins a session, and says so. */
  JsonNode begin(String revision) {
    write(
        "{\"jsonrpc\":\"2.0\",\"id\":\"init\",\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\""
            + revision
            + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}");
    JsonNode answer = message();
    write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return answer;
  }

  /** Ends the input. */
  void end() {
    try {
      typed.close();
    } catch (IOException e) {
      throw new IllegalStateException("end the input", e);
    }
  }

  /** Waits until the bridge has seen that: from then on it gives what is under way a moment. */
  void awaitEndSeen() {
    await()
        .atMost(Duration.ofSeconds(SECONDS_MAX))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> bridge.getState() != Thread.State.WAITING);
  }

  @Override
  public void close() {
    end();
    try {
      bridge.join(TimeUnit.SECONDS.toMillis(SECONDS_MAX));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(bridge.isAlive()).as("the bridge ends with its client").isFalse();
  }
}
