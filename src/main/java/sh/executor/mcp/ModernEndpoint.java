package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.executor.execution.Cancellation;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Traces;

/**
 * Streamable HTTP without sessions: every request stands for itself, on any node. A client that
 * closes the stream of an answer has taken its request back.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http">MCP
 *     2026-07-28, Streamable HTTP</a>
 */
@Singleton
final class ModernEndpoint {

  /** For requests without a message: this era has none. */
  static final Answer POST_ONLY =
      Answer.error(405, RpcError.INVALID_REQUEST, "Method not allowed")
          .with("allow", "POST, OPTIONS");

  private static final Answer ACCEPTED = Answer.empty(202);
  private static final RpcError NO_BATCHES =
      new RpcError(
          RpcError.INVALID_REQUEST,
          "Invalid Request: Batches exist in protocol version 2025-03-26 only");
  private static final RpcError NO_ANSWERS =
      new RpcError(
          RpcError.INVALID_REQUEST, "Invalid Request: nothing was asked that this would answer");

  private static final Reply CRASHED = Reply.refuse(RpcError.INTERNAL, "Internal server error");

  private final McpConfig config;
  private final Timers timers;
  private final Methods methods;
  private final ModernMethods modern;
  private final RoundTrips trips;
  private final ModernListen listen;

  @Inject
  ModernEndpoint(
      McpConfig config,
      Timers timers,
      Methods methods,
      ModernMethods modern,
      RoundTrips trips,
      ModernListen listen) {
    this.config = config;
    this.timers = timers;
    this.methods = methods;
    this.modern = modern;
    this.trips = trips;
    this.listen = listen;
  }

  /** Answers a POST of an authenticated caller. Blocks until what it asks for is done. */
  void post(Exchange exchange, Caller caller, Resource resource, Inbound inbound)
      throws InterruptedException {
    switch (inbound) {
      case Inbound.Unreadable(RpcError error, JsonNode id) when id != null ->
          refuse(exchange, id, error);
      case Inbound.Unreadable(RpcError error, _) -> refuse(exchange, error);
      case Inbound.Batch _ -> refuse(exchange, NO_BATCHES);
      case Inbound.Single(Message.Response _) -> refuse(exchange, NO_ANSWERS);
      case Inbound.Single(Message.Notification _) -> exchange.answer(ACCEPTED);
      case Inbound.Single(Message.Request request) -> {
        Traces.link(request.params().path("_meta").path("traceparent").asText());
        read(exchange, caller, resource, request);
      }
    }
  }

  private void read(Exchange exchange, Caller caller, Resource resource, Message.Request request)
      throws InterruptedException {
    switch (ModernRequest.read(exchange, request)) {
      case ModernRequest.Read.Refused(RpcError error) -> refuse(exchange, request.id(), error);
      case ModernRequest.Read.Accepted(ModernRequest accepted)
          when accepted.method().equals(ModernListen.METHOD) ->
          listen.open(exchange, caller, accepted);
      case ModernRequest.Read.Accepted(ModernRequest accepted) ->
          answer(exchange, caller, resource, accepted);
    }
  }

  private static void refuse(Exchange exchange, JsonNode id, RpcError error) {
    Traces.note(Attribute.OUTCOME, error.word());
    exchange.answer(Answer.json(400, Json.bytes(error.answering(id))));
  }

  private static void refuse(Exchange exchange, RpcError error) {
    Traces.note(Attribute.OUTCOME, error.word());
    exchange.answer(Answer.json(400, Json.bytes(error.answeringNone())));
  }

  private void answer(Exchange exchange, Caller caller, Resource resource, ModernRequest request)
      throws InterruptedException {
    switch (trips.open(caller, resource, request)) {
      case RoundTrips.Opened.Refused(RpcError error) ->
          refuse(exchange, request.message().id(), error);
      case RoundTrips.Opened.Begun(Rounds rounds) -> {
        ModernReply reply = ModernReply.to(exchange);
        Line line = new ModernLine(request, rounds, reply, wanted(exchange));
        Progress progress = StreamProgress.of(request.message(), reply);
        Cancellation called = new Cancellation();
        work(
            exchange, request, reply, new Asking(caller, resource, called, progress, line), rounds);
      }
    }
  }

  private void work(
      Exchange exchange, ModernRequest request, ModernReply reply, Asking asking, Rounds rounds)
      throws InterruptedException {
    Cancellation called = asking.cancellation();
    CompletableFuture<Void> _ =
        reply.closed().thenRun(() -> called.cancel("the client closed the stream"));
    Runnable callOffStream = timers.after(config.streamAfter(), reply::stream);
    // Whatever happens: by now it may be a stream, which nothing but its answer ends.
    Reply outcome = CRASHED;
    try {
      Reply result = outcome(exchange, request, asking);
      outcome =
          modern.complete(
              request, trips.close(asking.caller(), asking.resource(), request, rounds, result));
    } finally {
      callOffStream.run();
      Traces.note(Attribute.OUTCOME, outcome.word(called));
      reply.finish(status(outcome), Json.bytes(outcome.answering(request.message().id())));
    }
  }

  private Reply outcome(Exchange exchange, ModernRequest request, Asking asking)
      throws InterruptedException {
    if (request.method().equals("tools/call")) {
      Optional<RpcError> mismatch =
          methods
              .mirroredSchema(request.message().params(), asking)
              .flatMap(
                  schema ->
                      MirroredHeaders.ofArguments(
                          exchange, schema, request.message().params().path("arguments")));
      if (mismatch.isPresent()) {
        return new Reply.Refusal(mismatch.get());
      }
    }
    return modern.handle(request, asking);
  }

  /** As long as nothing else was said before; a stream has its status already. */
  private static int status(Reply outcome) {
    return switch (outcome) {
      case Reply.Result _ -> 200;
      case Reply.Refusal(RpcError error) ->
          switch (error.code()) {
            case RpcError.METHOD_NOT_FOUND -> 404;
            case RpcError.HEADER_MISMATCH, RpcError.MISSING_CAPABILITY -> 400;
            case RpcError.INTERNAL -> 500;
            default -> 200;
          };
    };
  }

  private static Optional<ElicitationMode> wanted(Exchange exchange) {
    return ElicitationMode.requested(
        exchange.query("elicitation_mode"), exchange.query("allow_model_resume"));
  }
}
