package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.LiveSession;

/** A POST: looks at what it holds, and passes it on. */
@Singleton
final class LegacyPost {

  /** For whatever needs a session and names none. */
  static final Answer SESSION_REQUIRED =
      Answer.error(400, RpcError.BAD_REQUEST, "Bad Request: Mcp-Session-Id header is required");

  private static final String INITIALIZE = "initialize";
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

  private final LegacyInitialize initialize;
  private final LegacyConversation conversation;

  @Inject
  LegacyPost(LegacyInitialize initialize, LegacyConversation conversation) {
    this.initialize = initialize;
    this.conversation = conversation;
  }

  /** A POST that names no session: it must begin one. Blocks. */
  void open(Exchange exchange, Caller caller, Resource resource, Inbound inbound) {
    switch (inbound) {
      case Inbound.Unreadable(RpcError error, _) -> exchange.answer(Answer.error(400, error));
      case Inbound.Single(Message.Request request) when isInitialize(request) ->
          initialize.handle(exchange, caller, resource, request);
      case Inbound.Batch(List<Message> messages)
          when messages.stream().anyMatch(LegacyPost::isInitialize) ->
          exchange.answer(ONE_INITIALIZE);
      case Inbound.Single _, Inbound.Batch _ -> exchange.answer(SESSION_REQUIRED);
    }
  }

  /** A POST of a session. Blocks until what it asks for is done. */
  void receive(
      Exchange exchange, Caller caller, LiveSession session, String sessionId, Inbound inbound)
      throws InterruptedException {
    switch (inbound) {
      case Inbound.Unreadable(RpcError error, _) -> exchange.answer(Answer.error(400, error));
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
