package sh.executor.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The revisions of the protocol that keep a session, oldest first. */
enum ProtocolVersion {
  V2025_03_26("2025-03-26"),
  V2025_06_18("2025-06-18"),
  V2025_11_25("2025-11-25");

  private final String wire;

  ProtocolVersion(String wire) {
    this.wire = wire;
  }

  /** The revision named {@code wire}, or empty when we do not speak it. */
  static Optional<ProtocolVersion> parse(String wire) {
    return Arrays.stream(values()).filter(version -> version.wire.equals(wire)).findFirst();
  }

  /**
   * What to answer a client that asks for {@code requested}: that, or the newest we speak, which it
   * may then refuse.
   */
  static ProtocolVersion negotiate(String requested) {
    return parse(requested).orElse(V2025_11_25);
  }

  /** All of them. */
  static List<ProtocolVersion> newestFirst() {
    return List.of(values()).reversed();
  }

  /** All of them, newest first, for a message. */
  static String supported() {
    return newestFirst().stream().map(ProtocolVersion::wire).collect(Collectors.joining(", "));
  }

  /** Whether a POST may carry an array: only the first revision had batches. */
  boolean batches() {
    return this == V2025_03_26;
  }

  /** Whether a server may ask the client's user something. */
  boolean elicits() {
    return compareTo(V2025_06_18) >= 0;
  }

  /** Whether it may ask that user to open a URL. */
  boolean elicitsUrls() {
    return compareTo(V2025_11_25) >= 0;
  }

  /** As in {@code protocolVersion} and {@code MCP-Protocol-Version}. */
  String wire() {
    return wire;
  }
}
