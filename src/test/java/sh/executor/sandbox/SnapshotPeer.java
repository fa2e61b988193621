package sh.executor.sandbox;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Sandboxes in a process of their own, which take snapshots by their standard input. */
final class SnapshotPeer {

  private static final int RETURN = 'r';
  private static final int FINISH = 'f';

  private final Process process;
  private final DataOutputStream to;
  private final DataInputStream from;

  private SnapshotPeer(Process process) {
    this.process = process;
    this.to = new DataOutputStream(process.getOutputStream());
    this.from = new DataInputStream(process.getInputStream());
  }

  static SnapshotPeer start() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            SnapshotPeer.class.getName());
    return new SnapshotPeer(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The snapshot the peer takes at once of the script it restored. */
  SandboxSnapshot returned(SandboxSnapshot snapshot) throws IOException {
    ask(RETURN, snapshot);
    return SandboxSnapshot.parse(read(from));
  }

  /** What the script has to say from there to its end. */
  List<String> finished(SandboxSnapshot snapshot) throws IOException {
    ask(FINISH, snapshot);
    List<String> said = new ArrayList<>();
    for (int left = from.readInt(); left > 0; left--) {
      said.add(from.readUTF());
    }
    return said;
  }

  private void ask(int what, SandboxSnapshot snapshot) throws IOException {
    to.writeByte(what);
    write(to, snapshot.toBytes());
    to.flush();
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  /** The end of its input ends the peer. */
  void stop() throws IOException, InterruptedException {
    to.close();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** The peer. */
  public static void main(String... arguments) throws IOException {
    DataOutputStream out = new DataOutputStream(System.out);
    System.setOut(new PrintStream(System.err, true));
    try (DataInputStream in = new DataInputStream(System.in);
        Sandboxes sandboxes =
            new Sandboxes(Journey.NOON, System::nanoTime, SandboxLimits.DEFAULTS, 256L << 20)) {
      for (int what = in.read(); what >= 0; what = in.read()) {
        answer(what, SandboxSnapshot.parse(read(in)), sandboxes, out);
        out.flush();
      }
    }
  }

  private static void answer(
      int what, SandboxSnapshot snapshot, Sandboxes sandboxes, DataOutputStream out)
      throws IOException {
    try (Sandbox sandbox =
        Journey.ready(sandboxes.restore(Scripts.TENANT, SandboxLimits.DEFAULTS, snapshot))) {
      if (what == RETURN) {
        write(out, sandbox.snapshot().toBytes());
        return;
      }
      List<String> said =
          Journey.finish(sandbox, snapshot.openCalls(), UnaryOperator.identity()).said();
      out.writeInt(said.size());
      for (String words : said) {
        out.writeUTF(words);
      }
    }
  }
}
