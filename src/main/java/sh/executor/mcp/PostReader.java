package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads what a POST says, whatever its era: media types, then the body within its bounds. */
@Singleton
final class PostReader {

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

  private final McpConfig config;
  private final MessageReader reader;

  @Inject
  PostReader(McpConfig config) {
    this.config = config;
    this.reader = new MessageReader(config.depthMax(), config.batchMax(), config.bodyBytesMax());
  }

  /** What the request says; empty when it was refused, and answered. Blocks for the body. */
  Optional<Inbound> read(Exchange exchange) throws InterruptedException {
    String accept = exchange.header("accept");
    if (!MediaTypes.accepts(accept, MediaTypes.JSON)
        || !MediaTypes.accepts(accept, MediaTypes.EVENT_STREAM)) {
      exchange.answer(NOT_ACCEPTABLE);
      return Optional.empty();
    }
    return readJson(exchange);
  }

  /** Likewise, whatever the client accepts. */
  Optional<Inbound> readJson(Exchange exchange) throws InterruptedException {
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
}
