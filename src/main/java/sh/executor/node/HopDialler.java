package sh.executor.node;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.crypto.SecretKey;
import org.jboss.logging.Logger;

/** Makes connections to other nodes. Blocking, for virtual threads. */
@Singleton
final class HopDialler {

  private static final Logger LOG = Logger.getLogger(HopDialler.class);

  private final ThisNode node;
  private final HopKeys keys;
  private final HopTerms terms;
  private final SecureRandom random;
  private final LongSupplier nanoTime;
  private final WebSocketClient client;

  @Inject
  HopDialler(
      ThisNode node,
      HopKeys keys,
      HopTerms terms,
      SecureRandom random,
      LongSupplier nanoTime,
      Vertx vertx) {
    this.node = node;
    this.keys = keys;
    this.terms = terms;
    this.random = random;
    this.nanoTime = nanoTime;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(HopFrame.BYTES_MAX)
                .setMaxMessageSize(HopFrame.BYTES_MAX)
                .setMaxConnections(HopTerms.PEERS_MAX));
  }

  @PreDestroy
  void close() {
    client.close();
  }

  /** A link to {@code called} at {@code url}, both ends proven; empty when there is none. */
  Optional<HopLink> dial(UUID called, String url) {
    HopProof proof = HopProof.of(node.id(), called, random);
    SecretKey key = keys.key(keys.id()).orElseThrow();
    CompletableFuture<HopLink> ready = new CompletableFuture<>();
    long within = terms.connectMillis();
    ClientWebSocket socket = client.webSocket();
    handle(socket, proof, key, ready);
    socket
        .connect(
            new WebSocketConnectOptions()
                .setAbsoluteURI(
                    url.replaceFirst("^http", "ws").replaceFirst("/$", "") + HopHeaders.PATH)
                .putHeader(HopHeaders.CALLER, node.id().toString())
                .putHeader(HopHeaders.CALLED, called.toString())
                .putHeader(HopHeaders.NONCE, proof.nonceText())
                .setAllowOriginHeader(false)
                .putHeader(HopHeaders.KEY, keys.id())
                .setTimeout(within))
        .onFailure(ready::completeExceptionally);
    try {
      return Optional.of(ready.get(within, TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      LOG.debugf(e, "No way to node %s", called);
      var _ = ready.thenAccept(HopLink::cut);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Before it is connected: else the greeting might come too early. */
  private void handle(
      ClientWebSocket socket, HopProof proof, SecretKey key, CompletableFuture<HopLink> ready) {
    HopLink link = new HopLink(socket(socket), terms.calling(), nanoTime);
    socket.closeHandler(
        closed -> {
          link.closed();
          ready.completeExceptionally(new IllegalStateException("The other node hung up"));
        });
    socket.exceptionHandler(failure -> LOG.debug("A connection to another node failed", failure));
    socket.binaryMessageHandler(
        greeting -> {
          Optional<byte[]> answer = HopArrival.answer(proof, key, greeting.getBytes());
          if (answer.isEmpty()) {
            LOG.warn("Whoever answered in place of another node does not know its key");
            socket.close();
            return;
          }
          socket.binaryMessageHandler(frame -> link.received(frame.getBytes()));
          socket.writeBinaryMessage(Buffer.buffer(answer.get()));
          link.watch();
          if (!ready.complete(link)) {
            link.cut();
          }
        });
  }

  private static HopLink.Socket socket(WebSocket socket) {
    return new HopLink.Socket() {
      @Override
      public CompletionStage<?> write(byte[] frame) {
        return socket.writeBinaryMessage(Buffer.buffer(frame)).toCompletionStage();
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }
}
