package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams over real sockets, and readers that do not read. */
class HttpEventSinkTest {

  private static final int MEGABYTE = 1 << 20;
  private static final int SECONDS_MAX = 30;

  private static final String SOON = "300ms";

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<HttpEventSink> opened = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch cut = new CountDownLatch(1);
  private final Socket client = new Socket();

  /**
   * Opens a stream to the client.
   *
   * @param drainWithin how long it may leave the stream unread
   */
  private HttpEventSink open(String drainWithin) throws Exception {
    McpConfig config =
        TestMcpConfig.with(
            Map.of(
                "executor.mcp.drain-within",
                drainWithin,
                "executor.mcp.keep-alive",
                "50ms",
                "executor.mcp.stream-pending-bytes-max",
                Integer.toString(16 * MEGABYTE)));
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  HttpEventSink sink =
                      new HttpEventSink(request, vertx.getOrCreateContext(), config);
                  request.connection().closeHandler(close -> cut.countDown());
                  sink.openNow(Map.of("x-test", "yes"));
                  sink.onClose(closed::countDown);
                  opened.complete(sink);
                });
    int port = server.listen(0).toCompletionStage().toCompletableFuture().get().actualPort();
    client.connect(new InetSocketAddress("localhost", port));
    client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS_MAX));
    client
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return opened.get(SECONDS_MAX, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void aStreamHasItsHeadItsEventsAndItsEnd() throws Exception {
    HttpEventSink sink = open("10s");

    boolean sent = sink.send(Events.comment("one"));
    boolean offered = sink.offer(Events.comment("two"));
    sink.end(Events.comment("three"));

    String whole = readUntil("0\r\n\r\n");
    assertThat(sent && offered).isTrue();
    assertThat(whole)
        .startsWith("HTTP/1.1 200 OK")
        .containsIgnoringCase("content-type: text/event-stream")
        .containsIgnoringCase("x-test: yes")
        .containsSubsequence(": one\n\n", ": two\n\n", ": three\n\n");
    assertThat(closed.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(sink.offer(Events.comment("four"))).isFalse();
    assertThat(sink.send(Events.comment("five"))).isFalse();
  }

  @Test
  void anIdleStreamIsKeptAlive() throws Exception {
    HttpEventSink _ = open(SOON);

    assertThat(readUntil(": keepalive\n\n")).contains(": keepalive");
  }

  @Test
  void aReaderThatDoesNotReadIsGivenUpByWhoWaits() throws Exception {
    HttpEventSink sink = open(SOON);
    byte[] megabyte = new byte[MEGABYTE];

    int sent = 0;
    while (sent < 64 && sink.send(megabyte)) {
      sent++;
    }

    assertThat(sent).isLessThan(64);
    assertThat(closed.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(cut.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aReaderThatLeavesTooMuchIsCutOff() throws Exception {
    HttpEventSink sink = open(SOON);
    byte[] megabyte = new byte[MEGABYTE];

    int offered = 0;
    while (offered < 256 && sink.offer(megabyte)) {
      offered++;
    }

    assertThat(offered).isBetween(15, 255);
    assertThat(closed.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(cut.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anEndThatIsNotReadIsNotWaitedForLong() throws Exception {
    HttpEventSink sink = open(SOON);

    sink.end(new byte[64 * MEGABYTE]);

    assertThat(closed.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(drained()).isLessThan(64L * MEGABYTE);
  }

  /** What had arrived before the other side broke off. */
  private long drained() throws Exception {
    assertThat(cut.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    long bytes = 0;
    byte[] buffer = new byte[MEGABYTE];
    try (InputStream in = client.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
      }
    } catch (IOException e) {
      // Reset: that is what it is about.
    }
    return bytes;
  }

  private String readUntil(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[1_024];
    while (text.indexOf(end) < 0) {
      int read = client.getInputStream().read(buffer);
      if (read < 0) {
        break;
      }
      text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
