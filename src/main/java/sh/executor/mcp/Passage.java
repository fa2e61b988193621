package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.node.HopChannel;
import sh.executor.node.Hops;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Handover;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * Passes a request on to the node its session is at home at, and the answer back. This node keeps
 * the socket and knows nothing of the session.
 */
@Singleton
final class Passage {

  private static final Logger LOG = Logger.getLogger(Passage.class);
  private static final byte[] NODE_LOST = Events.comment("the node was lost, reconnect");
  private static final byte[] NODE_STOPS = Events.comment("the node stops, reconnect");

  private final Hops hops;
  private final McpConfig config;
  private final Traces traces;
  private final CredentialWatch credentials;

  @Inject
  Passage(Hops hops, McpConfig config, Traces traces, CredentialWatch credentials) {
    this.hops = hops;
    this.config = config;
    this.traces = traces;
    this.credentials = credentials;
  }

  /** What came of passing a request on. */
  enum Outcome {
    /** It is answered, or will be. */
    DONE,
    /** Nothing was done there, and nothing was answered. */
    UNTOUCHED,
    /** The other node was lost, or fell silent, before it answered: what it did nobody knows. */
    LOST
  }

  /**
   * Passes {@code exchange} on to {@code node}. Blocks, until all but a standing stream is done.
   */
  Outcome pass(Exchange exchange, Caller caller, Resource resource, UUID node)
      throws InterruptedException {
    if (exchange instanceof HopExchange arrived) {
      arrived.moved();
      return Outcome.DONE;
    }
    return switch (hops.to(node)) {
      case Hops.Way.Nowhere(), Hops.Way.Closed() -> Outcome.UNTOUCHED;
      case Hops.Way.Open(HopChannel channel) -> over(channel, exchange, caller, resource);
    };
  }

  private Outcome over(HopChannel channel, Exchange exchange, Caller caller, Resource resource)
      throws InterruptedException {
    try (Trace trace = traces.open(SpanName.SESSION_HOP)) {
      Outcome outcome = Outcome.LOST;
      AtomicBoolean gone = new AtomicBoolean();
      exchange.onGone(
          () -> {
            gone.set(true);
            channel.end();
          });
      try {
        HopHead head = HopHead.of(exchange, caller, resource, Traces.traceparent());
        outcome =
            ask(channel, head, exchange)
                ? relay(channel, exchange, sink -> credentials.watch(exchange, caller, sink))
                : Outcome.UNTOUCHED;
        if (gone.get()) {
          // Nobody waits for it any more.
          outcome = Outcome.DONE;
        }
        trace.note(Attribute.OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
        return outcome;
      } finally {
        if (outcome != Outcome.DONE) {
          channel.end();
        }
      }
    }
  }

  /** Sends the request; false when it surely did not all arrive. */
  private boolean ask(HopChannel channel, HopHead head, Exchange exchange)
      throws InterruptedException {
    byte[] body = exchange.method().equals("POST") ? body(exchange) : new byte[0];
    List<byte[]> messages = new ArrayList<>(HopMessage.of(HopMessage.Kind.HEAD, head.written()));
    messages.addAll(HopMessage.of(HopMessage.Kind.BODY, body));
    for (byte[] message : messages.subList(0, messages.size() - 1)) {
      if (!channel.send(message)) {
        return false;
      }
    }
    boolean _ = channel.send(messages.getLast());
    return true;
  }

  /**
   * What was read before it was known where the request goes: of no other body is one passed on.
   */
  private byte[] body(Exchange exchange) throws InterruptedException {
    if (exchange.body(config.bodyWithin()) instanceof Body.Complete(byte[] bytes)) {
      return bytes;
    }
    throw new IllegalStateException("pass on a request whose body was not read");
  }

  /**
   * Silence is no answer: only who says that nothing was done has surely done nothing.
   *
   * @param standing is given a stream that stands
   */
  static Outcome relay(HopChannel channel, Exchange exchange, Consumer<EventSink> standing)
      throws InterruptedException {
    Optional<HopMessage> first = HopMessage.next(channel);
    if (first.isEmpty()) {
      return Outcome.LOST;
    }
    return switch (first.get().kind()) {
      case ANSWER -> answer(channel, exchange, first.get().bytes());
      case STREAM -> {
        stream(channel, exchange, first.get().bytes(), standing);
        yield Outcome.DONE;
      }
      case MOVED -> Outcome.UNTOUCHED;
      case PART, HEAD, BODY, EVENTS, LAST -> Outcome.LOST;
    };
  }

  private static Outcome answer(HopChannel channel, Exchange exchange, byte[] head)
      throws InterruptedException {
    Optional<HopMessage> body = HopMessage.next(channel);
    if (body.isEmpty()) {
      return Outcome.LOST;
    }
    exchange.answer(answer(head, body.get().bytes()));
    channel.end();
    return Outcome.DONE;
  }

  private static Answer answer(byte[] head, byte[] body) {
    JsonNode read = Json.read(head).orElseThrow();
    return new Answer(read.path("status").asInt(), Json.texts(read.path("headers")), body);
  }

  private static void stream(
      HopChannel channel, Exchange exchange, byte[] headers, Consumer<EventSink> standing)
      throws InterruptedException {
    EventSink sink = exchange.stream(Json.texts(Json.read(headers).orElseThrow()));
    sink.onClose(channel::end);
    if (exchange.method().equals("GET")) {
      // It may stand for as long as the client likes: it needs no place among the requests.
      channel.stand();
      standing.accept(sink);
      Thread.ofVirtual().name("hop-stream").start(Handover.of(() -> follow(channel, sink)));
    } else {
      events(channel, sink);
    }
  }

  private static void follow(HopChannel channel, EventSink sink) {
    try {
      events(channel, sink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      channel.end();
    } catch (RuntimeException e) {
      LOG.error("Passing on a stream from another node failed", e);
      channel.end();
    }
  }

  private static void events(HopChannel channel, EventSink sink) throws InterruptedException {
    Optional<byte[]> last = Optional.empty();
    boolean reading = true;
    while (reading) {
      Optional<HopMessage> next = HopMessage.next(channel);
      if (next.isEmpty()) {
        reading = false;
      } else if (next.get().kind() == HopMessage.Kind.LAST) {
        last = Optional.of(next.get().bytes());
        reading = false;
      } else {
        reading = sink.send(next.get().bytes());
      }
    }
    sink.end(last.orElseGet(() -> channel.isLost() ? NODE_LOST : NODE_STOPS));
    channel.end();
  }
}
