package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * One request from where it is known who asks. The only place that decides which era a request
 * belongs to: what a POST is, its message says as well, so that it is read here.
 */
@Singleton
final class McpEndpoint {

  private static final Answer UNKNOWN_TOOLKIT =
      Answer.error(404, RpcError.UNAUTHORIZED, "Toolkit not found");

  private final Gate gate;
  private final PostReader posts;
  private final LegacyEndpoint legacy;
  private final ModernEndpoint modern;
  private final SseEndpoint sse;
  private final EdgeFacts edge;
  private final Traces traces;
  private final Room room;

  @Inject
  McpEndpoint(
      Gate gate,
      PostReader posts,
      LegacyEndpoint legacy,
      ModernEndpoint modern,
      SseEndpoint sse,
      EdgeFacts edge,
      Traces traces,
      McpConfig config) {
    this.gate = gate;
    this.posts = posts;
    this.legacy = legacy;
    this.modern = modern;
    this.sse = sse;
    this.edge = edge;
    this.traces = traces;
    this.room = new Room(config.requestsMax());
  }

  /** Answers one request, whatever happens. Blocks. */
  void handle(Exchange exchange, Place place) {
    handle(exchange, place, this::decide);
  }

  /** Likewise, one that opens a stream of HTTP+SSE. */
  void openSse(Exchange exchange, Place place) {
    handle(
        exchange,
        place,
        (opening, caller, resource) ->
            let(opening, caller, Errand.QUESTION, () -> sse.open(opening, caller, resource)));
  }

  /** Likewise, one that brings a message over HTTP+SSE. */
  void receiveSse(Exchange exchange, Place place) {
    handle(exchange, place, this::receive);
  }

  /** What is done for a caller who was let in. */
  @FunctionalInterface
  private interface Work {
    void go(Exchange exchange, Caller caller, Resource resource) throws InterruptedException;
  }

  private void handle(Exchange exchange, Place place, Work work) {
    try (Trace trace = traces.open(SpanName.MCP_REQUEST)) {
      Fingerprint.ofRequest(trace, exchange);
      edge.note(exchange);
      handle(exchange, place, trace, work);
    }
  }

  private void handle(Exchange exchange, Place place, Trace trace, Work work) {
    try {
      switch (gate.admit(exchange, place)) {
        case Gate.Admission.Admitted(Caller caller) -> {
          Fingerprint.ofCaller(trace, caller);
          if (place.resource().exists()) {
            work.go(exchange, caller, place.resource());
          } else {
            exchange.answer(UNKNOWN_TOOLKIT);
          }
        }
        case Gate.Admission.Refused(Answer answer) -> {
          exchange.answer(answer);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.answer(Failure.interrupted(trace));
    } catch (RuntimeException e) {
      exchange.answer(Failure.of(e, trace));
    }
  }

  private void decide(Exchange exchange, Caller caller, Resource resource)
      throws InterruptedException {
    if (!exchange.method().equals("POST")) {
      switch (Era.of(exchange)) {
        case LEGACY ->
            let(
                exchange,
                caller,
                Errand.of(exchange),
                () -> legacy.visit(exchange, caller, resource));
        case MODERN -> exchange.answer(ModernEndpoint.POST_ONLY);
      }
      return;
    }
    Optional<Inbound> inbound = posts.read(exchange);
    if (inbound.isPresent()) {
      if (inbound.get() instanceof Inbound.Single(Message.Request request)
          && Era.of(exchange, inbound.get()) == Era.MODERN) {
        exchange.asked(request.id());
      }
      let(
          exchange,
          caller,
          Errand.of(inbound.get()),
          () -> decide(exchange, caller, resource, inbound.get()));
    }
  }

  private void decide(Exchange exchange, Caller caller, Resource resource, Inbound inbound)
      throws InterruptedException {
    switch (Era.of(exchange, inbound)) {
      case LEGACY -> legacy.post(exchange, caller, resource, inbound);
      case MODERN -> modern.post(exchange, caller, resource, inbound);
    }
  }

  private void receive(Exchange exchange, Caller caller, Resource resource)
      throws InterruptedException {
    Optional<Inbound> inbound = posts.readJson(exchange);
    if (inbound.isPresent()) {
      let(
          exchange,
          caller,
          Errand.of(inbound.get()),
          () -> sse.receive(exchange, caller, resource, inbound.get()));
    }
  }

  private void let(Exchange exchange, Caller caller, Errand errand, Room.Work work)
      throws InterruptedException {
    room.let(exchange, caller.account(), errand, work);
  }
}
