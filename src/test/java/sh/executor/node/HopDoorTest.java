package sh.executor.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.RawHttp;

/** Who may connect as another node, and who may not. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class HopDoorTest {

  private static final String UPGRADE =
      """
      GET /internal/hop HTTP/1.1
      Host: localhost
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      """;

  private final UUID called = bean(ThisNode.class).id();
  private final String nonce = HopProof.of(called, called, new SecureRandom()).nonceText();
  private final String key = bean(HopKeys.class).id();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no headers         | -      | -      | -     | -",
        "a page             | CALLED | KEY    | NONCE | Origin: http://localhost",
        "another node       | OTHER  | KEY    | NONCE | -",
        "a key nobody knows | CALLED | 00     | NONCE | -",
        "no nonce           | CALLED | KEY    | -     | -",
        "a short nonce      | CALLED | KEY    | AAAA  | -",
        "no node at all     | x      | KEY    | NONCE | -",
      })
  void whoCanBeNoNodeFindsNothing(
      String who, String node, String keyId, String given, String more) {
    String answer =
        RawHttp.send(
            UPGRADE
                + header(HopHeaders.CALLER, "-".equals(node) ? "-" : called.toString())
                + header(
                    HopHeaders.CALLED,
                    node.replace("CALLED", called.toString())
                        .replace("OTHER", UUID.randomUUID().toString()))
                + header(HopHeaders.KEY, keyId.replace("KEY", key))
                + header(HopHeaders.NONCE, given.replace("NONCE", nonce))
                + (more.equals("-") ? "" : more + "\n")
                + "\n");

    assertThat(answer).as(who).startsWith("HTTP/1.1 404");
  }

  @Test
  void aPlainRequestFindsNothing() {
    assertThat(RawHttp.send("GET /internal/hop HTTP/1.1\nHost: localhost\n\n"))
        .doesNotStartWith("HTTP/1.1 2")
        .doesNotContain("101 Switching");
  }

  @Test
  void whoProvesNothingIsCutOff() throws Exception {
    WebSocketClient client = bean(Vertx.class).createWebSocketClient();
    CompletableFuture<Buffer> greeting = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();

    ClientWebSocket socket = client.webSocket();
    socket.closeHandler(end -> closed.complete(null));
    socket.binaryMessageHandler(
        frame -> {
          greeting.complete(frame);
          // The server's own proof, sent back: good for the other end only.
          socket.writeBinaryMessage(frame.getBuffer(32, 64));
        });
    socket
        .connect(
            new WebSocketConnectOptions()
                .setAbsoluteURI(service().toString().replace("http", "ws") + HopHeaders.PATH)
                .putHeader(HopHeaders.CALLER, UUID.randomUUID().toString())
                .putHeader(HopHeaders.CALLED, called.toString())
                .setAllowOriginHeader(false)
                .putHeader(HopHeaders.KEY, key)
                .putHeader(HopHeaders.NONCE, nonce))
        .onFailure(closed::completeExceptionally);

    assertThat(greeting.get(10, TimeUnit.SECONDS).length()).isEqualTo(64);
    assertThat(closed.get(10, TimeUnit.SECONDS)).isNull();
    client.close();
  }

  @Test
  void aNodeThatProvesItsKeyGetsThrough() throws Exception {
    Hops hops = bean(Hops.class);

    // One that is slow to answer is taken for one that can't be reached, and asked again.
    Hops.Way way =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> hops.to(called), Hops.Way.Open.class::isInstance);

    HopChannel channel = ((Hops.Way.Open) way).channel();
    assertThat(channel.send(new byte[] {99})).isTrue();
    assertThat(channel.receive()).as("that nothing was done").contains(new byte[] {3});
    assertThat(channel.receive()).isEmpty();
    assertThat(channel.isLost()).isFalse();
  }

  @Test
  void aNodeThatDoesNotLiveIsNowhere() {
    assertThat(bean(Hops.class).to(UUID.randomUUID())).isInstanceOf(Hops.Way.Nowhere.class);
  }

  private static String header(String name, String value) {
    return "-".equals(value) ? "" : name + ": " + value + "\n";
  }

  private static URI service() {
    return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
  }

  private static <T> T bean(Class<T> type) {
    return Arc.container().instance(type).get();
  }
}
