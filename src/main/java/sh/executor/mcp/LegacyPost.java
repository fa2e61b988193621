package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.LiveSession;

/** A POST: checks the request around the message, reads it, and passes on what it holds. */
@Singleton
final class LegacyPost {

  /** For whatever needs a session and names none. */
  static final Answer SESSION_REQUIRED =
      Answer.error(400, RpcError.BAD_REQUEST, "Bad Request: Mcp-Session-Id header is required");

  private static final String INITIALIZE = "initialize";
  private static final Answer NOT_ACCEPTABLE =
      Answer.error(
          406,
          RpcError.BAD_REQUEST,
          "Not Acceptable: Client must accept both application/json and text/event-stream");
  private static final Answer UNSUPPORTED_MEDIA_TYPE =
      Answer.error(
          415,
          RpcError.BAD_REQUEST,
          "Unsupported Media Type: Content-Type must be application/json");
  private static final Answer TOO_SLOW =
      Answer.error(408, RpcError.BAD_REQUEST, "Request Timeout: the body did not arrive in time");
  private static final Answer ONE_INITIALIZE =
      Answer.error(
          400,
          RpcError.INVALID_REQUEST,
          "Invalid Request: Only one initialization request is allowed");
  private static final Answer ALREADY_INITIALIZED =
      Answer.error(400, RpcError.INVALID_REQUEST, "Invalid Request: Server already initialized");
  private static final Answer NO_BATCHES =
      Answer.error(
          400,
          RpcError.INVALID_REQUEST,
          "Invalid Request: Batches exist in protocol version 2025-03-26 only");

  private final McpConfig config;
  private final MessageReader reader;
  private final LegacyInitialize initialize;
  private final LegacyConversation conversation;

  @Inject
  LegacyPost(McpConfig config, LegacyInitialize initialize, LegacyConversation conversation) {
    this.config = config;
    this.reader = new MessageReader(config.depthMax(), config.batchMax(), config.bodyBytesMax());
    this.initialize = initialize;
    this.conversation = conversation;
  }

  /** A POST that names no session: it must begin one. Blocks. */
  void open(Exchange exchange, Caller caller, Resource resource) throws InterruptedException {
    Optional<Inbound> inbound = read(exchange);
    if (inbound.isEmpty()) {
      return;
    }
    switch (inbound.get()) {
      case Inbound.Unreadable(RpcError error) -> exchange.answer(Answer.error(400, error));
      case Inbound.Single(Message.Request request) when isInitialize(request) ->
          initialize.handle(exchange, caller, resource, request);
      case Inbound.Batch(List<Message> messages)
          when messages.stream().anyMatch(LegacyPost::isInitialize) ->
          exchange.answer(ONE_INITIALIZE);
      case Inbound.Single _, Inbound.Batch _ -> exchange.answer(SESSION_REQUIRED);
    }
  }

  /** A POST of a session. Blocks until what it asks for is done. */
  void receive(Exchange exchange, Caller caller, LiveSession session, String sessionId)
      throws InterruptedException {
    Optional<Inbound> inbound = read(exchange);
    if (inbound.isEmpty()) {
      return;
    }
    switch (inbound.get()) {
      case Inbound.Unreadable(RpcError error) -> exchange.answer(Answer.error(400, error));
      case Inbound.Single(Message message) when isInitialize(message) ->
          exchange.answer(ALREADY_INITIALIZED);
      case Inbound.Single(Message message) ->
          ifVersion(
              exchange, () -> conversation.hear(exchange, caller, session, sessionId, message));
      case Inbound.Batch(List<Message> messages)
          when messages.stream().anyMatch(LegacyPost::isInitialize) ->
          exchange.answer(ALREADY_INITIALIZED);
      case Inbound.Batch(List<Message> messages) ->
          ifVersion(
              exchange,
              () -> {
                if (LegacyVersion.of(exchange, session).batches()) {
                  conversation.hearAll(exchange, caller, session, sessionId, messages);
                } else {
                  exchange.answer(NO_BATCHES);
                }
              });
    }
  }

  /** What the request says; empty when it was refused. */
  private Optional<Inbound> read(Exchange exchange) throws InterruptedException {
    String accept = exchange.header("accept");
    if (!MediaTypes.accepts(accept, MediaTypes.JSON)
        || !MediaTypes.accepts(accept, MediaTypes.EVENT_STREAM)) {
      exchange.answer(NOT_ACCEPTABLE);
      return Optional.empty();
    }
    if (!MediaTypes.isJson(exchange.header("content-type"))) {
      exchange.answer(UNSUPPORTED_MEDIA_TYPE);
      return Optional.empty();
    }
    return switch (exchange.body(config.bodyWithin())) {
      case Body.Complete(byte[] bytes) -> {
        Inbound inbound = reader.read(bytes);
        Fingerprint.ofMessages(inbound);
        yield Optional.of(inbound);
      }
      case Body.TooLarge(int bytesMax) -> {
        exchange.answer(
            Answer.error(
                413,
                RpcError.BAD_REQUEST,
                "Request body too large. Maximum size is " + bytesMax + " bytes"));
        yield Optional.empty();
      }
      case Body.TooSlow() -> {
        exchange.answer(TOO_SLOW);
        yield Optional.empty();
      }
      case Body.Gone() -> Optional.empty();
    };
  }

  private static void ifVersion(Exchange exchange, Step step) throws InterruptedException {
    Optional<Answer> refusal = LegacyVersion.refusal(exchange);
    if (refusal.isPresent()) {
      exchange.answer(refusal.get());
    } else {
      step.go();
    }
  }

  private static boolean isInitialize(Message message) {
    return message instanceof Message.Request(_, String method, _) && method.equals(INITIALIZE);
  }

  /** What follows a check. */
  @FunctionalInterface
  private interface Step {
    void go() throws InterruptedException;
  }
}
