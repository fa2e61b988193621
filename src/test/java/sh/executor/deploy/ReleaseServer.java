package sh.executor.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import sh.executor.testkit.ScriptedServer;

/** A place that releases are fetched from, which may be broken in the ways such places are. */
final class ReleaseServer implements AutoCloseable {

  /** What is released: not a program, but large enough to be cut. */
  static final byte[] JAR = "a jar, as it were ".repeat(10_000).getBytes(StandardCharsets.UTF_8);

  /** What it is called. */
  static final String NAME = "executor-linux-amd64.jar";

  private final ScriptedServer server;

  private ReleaseServer(ScriptedServer server) {
    this.server = server;
  }

  /** What is wrong with it. */
  enum Fault {
    NONE,
    OTHER_JAR,
    CUT_OFF,
    NO_JAR,
    NO_SUM,
    SUM_IS_A_PAGE
  }

  static ReleaseServer with(Fault fault) throws IOException {
    return new ReleaseServer(ScriptedServer.start((seen, wire) -> answer(fault, seen, wire)));
  }

  private static void answer(Fault fault, ScriptedServer.Seen seen, ScriptedServer.Wire wire)
      throws IOException {
    boolean sum = seen.target().endsWith('/' + NAME + ".sha256");
    if (!sum && !seen.target().endsWith('/' + NAME)) {
      wire.answer(404, "no");
      return;
    }
    switch (fault) {
      case NO_SUM -> wire.answer(sum ? 404 : 200, sum ? new byte[0] : JAR);
      case NO_JAR -> wire.answer(sum ? 200 : 404, sum ? sum() : new byte[0]);
      case SUM_IS_A_PAGE ->
          wire.answer(200, sum ? "<html>hello</html>".getBytes(StandardCharsets.US_ASCII) : JAR);
      case OTHER_JAR ->
          wire.answer(200, sum ? sum() : "another".getBytes(StandardCharsets.US_ASCII));
      case NONE -> wire.answer(200, sum ? sum() : JAR);
      case CUT_OFF -> {
        if (sum) {
          wire.answer(200, sum());
        } else {
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + JAR.length + "\r\n\r\n");
          wire.send("a jar, as it");
          wire.drop();
        }
      }
    }
  }

  private static byte[] sum() {
    return (hash() + "  executor.jar\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** The SHA-256 of what is released, in hex. */
  static String hash() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JAR));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where releases are, as the scripts are told. */
  String url() {
    return server.uri("/releases").toString();
  }

  /** The paths that were asked for. */
  List<String> asked() {
    return server.ledger().stream().map(ScriptedServer.Seen::target).toList();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
