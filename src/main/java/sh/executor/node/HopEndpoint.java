package sh.executor.node;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Where other nodes connect. {@link HopDoor} has looked at their headers before; here both ends
 * prove themselves, and everything after that is the {@link HopLink}'s.
 */
@WebSocket(path = HopHeaders.PATH)
final class HopEndpoint {

  private static final Logger LOG = Logger.getLogger(HopEndpoint.class);

  private final HopKeys keys;
  private final HopTerms terms;
  private final HopHandler handler;
  private final SecureRandom random;
  private final LongSupplier nanoTime;
  private final Vertx vertx;
  private final Map<String, HopArrival> arrivals = new ConcurrentHashMap<>();
  private volatile boolean closing;

  @Inject
  HopEndpoint(
      HopKeys keys,
      HopTerms terms,
      HopHandler handler,
      SecureRandom random,
      LongSupplier nanoTime,
      Vertx vertx) {
    this.keys = keys;
    this.terms = terms;
    this.handler = handler;
    this.random = random;
    this.nanoTime = nanoTime;
    this.vertx = vertx;
  }

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection connection) {
    Optional<HopProof> proof =
        HopDoor.proof(name -> Optional.ofNullable(connection.handshakeRequest().header(name)));
    HopLink.Socket socket = socket(connection);
    String id = connection.handshakeRequest().header(HopHeaders.KEY);
    if (proof.isEmpty() || id == null || closing || arrivals.size() >= HopTerms.PEERS_MAX) {
      socket.close();
      return;
    }
    HopLink link = new HopLink(socket, terms.answering(handler), nanoTime);
    HopArrival arrival =
        HopArrival.greet(
            socket, link, proof.get(), keys.key(id).orElseThrow(), HopProof.nonce(random));
    arrivals.put(connection.id(), arrival);
    vertx.setTimer(terms.connectMillis(), timer -> arrival.hurry());
  }

  /** Before the server waits for its requests, of which each connection is one. */
  void closing(@Observes ShutdownDelayInitiatedEvent event) {
    closing = true;
    arrivals.values().forEach(HopArrival::drain);
  }

  @OnBinaryMessage
  @NonBlocking
  void message(Buffer frame, WebSocketConnection connection) {
    HopArrival arrival = arrivals.get(connection.id());
    if (arrival != null) {
      arrival.received(frame.getBytes());
    }
  }

  @OnClose
  @NonBlocking
  void close(WebSocketConnection connection) {
    HopArrival arrival = arrivals.remove(connection.id());
    if (arrival != null) {
      arrival.closed();
    }
  }

  @OnError
  @NonBlocking
  void failed(Throwable failure, WebSocketConnection connection) {
    LOG.warn("A connection of another node failed", failure);
    socket(connection).close();
  }

  private static HopLink.Socket socket(WebSocketConnection connection) {
    return new HopLink.Socket() {
      @Override
      public CompletionStage<?> write(byte[] frame) {
        return connection.sendBinary(Buffer.buffer(frame)).subscribeAsCompletionStage();
      }

      @Override
      public void close() {
        connection.close().subscribe().with(closed -> {}, failure -> {});
      }
    };
  }
}
