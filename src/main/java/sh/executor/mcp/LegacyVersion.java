package sh.executor.mcp;

import java.util.Optional;
import sh.executor.session.LiveSession;

/** What the {@code MCP-Protocol-Version} header says, on every request after {@code initialize}. */
final class LegacyVersion {

  private LegacyVersion() {}

  /** Why a request with this header can't be served, or empty when it has none or one we speak. */
  static Optional<Answer> refusal(Exchange exchange) {
    String header = exchange.header(Era.VERSION_HEADER);
    if (header == null || ProtocolVersion.parse(header).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Answer.error(
            400,
            RpcError.BAD_REQUEST,
            "Bad Request: Unsupported protocol version (supported versions: "
                + ProtocolVersion.supported()
                + ")"));
  }

  /** The revision a request is to be read by: what its header says, else what was agreed. */
  static ProtocolVersion of(Exchange exchange, LiveSession session) {
    String header = exchange.header(Era.VERSION_HEADER);
    return ProtocolVersion.negotiate(header == null ? session.protocolVersion() : header);
  }
}
