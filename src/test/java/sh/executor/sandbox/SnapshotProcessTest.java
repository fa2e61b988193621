package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A script that waits in one process goes on in another. */
class SnapshotProcessTest {

  private static Sandboxes sandboxes;
  private static SnapshotPeer peer;

  @BeforeAll
  static void start() throws IOException {
    sandboxes = new Sandboxes(Journey.NOON, System::nanoTime, SandboxLimits.DEFAULTS, 256L << 20);
    peer = SnapshotPeer.start();
  }

  @AfterAll
  static void close() throws IOException, InterruptedException {
    peer.stop();
    sandboxes.close();
  }

  private static Sandbox begun() {
    Sandbox sandbox = sandboxes.open(Scripts.TENANT, SandboxLimits.DEFAULTS);
    Journey.begin(sandbox);
    return sandbox;
  }

  private static Sandbox restored(SandboxSnapshot snapshot) {
    return Journey.ready(sandboxes.restore(Scripts.TENANT, SandboxLimits.DEFAULTS, snapshot));
  }

  private static Sandbox thereAndBack(Sandbox sandbox) {
    try (sandbox) {
      return restored(peer.returned(sandbox.snapshot()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void fromEveryWaitAScriptEndsInAnotherProcessAsItDoesHere() throws IOException {
    List<SandboxSnapshot> waits = new ArrayList<>();
    Journey here =
        Journey.finish(
            begun(),
            Journey.FIRST,
            it -> {
              waits.add(it.snapshot());
              return it;
            });

    List<List<String>> there = new ArrayList<>();
    for (SandboxSnapshot wait : waits) {
      there.add(peer.finished(wait));
    }

    assertThat(waits).hasSize(here.waits()).hasSizeGreaterThan(15);
    assertThat(there)
        .allSatisfy(
            said -> {
              int size = here.said().size();
              assertThat(said).isEqualTo(here.said().subList(size - said.size(), size));
            });
    assertThat(there.getFirst()).isEqualTo(here.said());
  }

  @Test
  void aScriptMovesBackAndForthBetweenProcesses() {
    Sandbox sandbox = begun();
    Sandbox moving = restored(sandbox.snapshot());
    Journey stayed = Journey.finish(sandbox, Journey.FIRST, UnaryOperator.identity());

    Journey moved = Journey.finish(moving, Journey.FIRST, SnapshotProcessTest::thereAndBack);

    assertThat(moved.said()).isEqualTo(stayed.said());
  }
}
