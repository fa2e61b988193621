package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests whose sockets are here. */
class HttpExchangeTest {

  private static final int SECONDS_MAX = 30;

  private final Vertx vertx = Vertx.vertx();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private int port;

  @BeforeEach
  void listen() throws Exception {
    Router router = Router.router(vertx);
    router
        .route("/refused")
        .handler(
            routing -> {
              HttpExchange exchange = HttpExchange.of(routing, TestMcpConfig.defaults());
              exchange.asked(IntNode.valueOf(7));
              exchange.answer(Room.FULL);
            });
    router
        .route("/")
        .handler(
            routing -> {
              HttpExchange.of(routing, TestMcpConfig.defaults()).onGone(gone::countDown);
              begun.countDown();
            });
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    port = server.listen(0).toCompletionStage().toCompletableFuture().get().actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void anErrorIsToTheRequestThatWasReadByThen() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/refused")).build();

    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();

    assertThat(answer).contains("\"id\":7", "-32603");
  }

  @Test
  void whoHangsUpUnansweredIsNoticed() throws Exception {
    try (Socket client = new Socket("localhost", port)) {
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(begun.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(gone.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
  }
}
