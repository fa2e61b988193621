package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream over a real socket, whose reader does not read. */
class EventStreamTest {

  private static final int SECONDS_MAX = 30;

  private final RestConfig config =
      new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .withMapping(RestConfig.class)
          .withDefaultValues(Map.of("executor.rest.drain-within", "300ms"))
          .build()
          .getConfigMapping(RestConfig.class);
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void aReaderThatDoesNotReadLosesTheConnection() throws Exception {
    CountDownLatch cut = new CountDownLatch(1);
    CompletableFuture<Void> told = new CompletableFuture<>();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  request.connection().closeHandler(close -> cut.countDown());
                  request.response().setChunked(true);
                  Thread.ofVirtual().start(() -> tell(request, told));
                });
    int port = server.listen(0).toCompletionStage().toCompletableFuture().get().actualPort();

    try (Socket client = new Socket("localhost", port)) {
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(cut.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      assertThat(told).failsWithin(Duration.ofSeconds(SECONDS_MAX));
    }
  }

  /** More than what lies between the two sockets can hold. */
  private void tell(HttpServerRequest request, CompletableFuture<Void> told) {
    EventStream.Parts parts =
        new EventStream.Parts(config, vertx, new ObjectMapper(), System::nanoTime, () -> false);
    EventStream stream = new EventStream(new Answer(request), request, parts, () -> true);
    try {
      for (int i = 0; i < 64; i++) {
        stream.send("event", "x".repeat(1 << 20));
      }
      told.complete(null);
    } catch (IOException e) {
      told.completeExceptionally(e);
    }
  }

  /** As the REST layer's: whoever writes waits until it is sent. */
  private static final class Answer extends OutputStream {

    private final HttpServerRequest request;

    Answer(HttpServerRequest request) {
      this.request = request;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        request
            .response()
            .write(Buffer.buffer().appendBytes(bytes, offset, length))
            .toCompletionStage()
            .toCompletableFuture()
            .get();
      } catch (ExecutionException | InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
