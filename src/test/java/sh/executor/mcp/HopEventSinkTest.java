package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.executor.node.HopChannel;
import sh.executor.node.Wire;

/** Streams whose reader is behind another node, and reads nothing. */
class HopEventSinkTest {

  private static final int PENDING_BYTES_MAX = 50_000;

  private static final McpConfig CONFIG =
      TestMcpConfig.with(
          Map.of(
              "executor.mcp.drain-within",
              "100ms",
              "executor.mcp.stream-pending-bytes-max",
              Integer.toString(PENDING_BYTES_MAX)));

  private final Wire wire = new Wire();
  private final CountDownLatch closed = new CountDownLatch(1);
  private HopChannel edge = wire.open();
  private EventSink sink = new TestExchange(Map.of()).stream(Map.of());

  @BeforeEach
  void open() throws InterruptedException {
    boolean _ = edge.send(HopMessage.of(HopMessage.Kind.HEAD).getFirst());
    HopChannel home = wire.accepted();
    sink =
        new HopEventSink(
            home, new HopWriter(home, CONFIG.streamPendingBytesMax()), CONFIG.drainWithin());
    sink.onClose(closed::countDown);
  }

  @AfterEach
  void cut() {
    wire.close();
  }

  @Test
  void whatIsNotReadIsNotPiledUp() throws Exception {
    byte[] event = new byte[500];
    int sent = 0;

    while (sink.offer(event)) {
      sent += event.length;
      assertThat(sent).isLessThan(2 * PENDING_BYTES_MAX);
    }

    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(edge.receive()).isPresent();
  }

  @Test
  void whoWaitsForTheReaderGivesUp() throws Exception {
    byte[] event = new byte[500];
    int sent = 0;

    while (sink.send(event)) {
      sent++;
      assertThat(sent).isLessThan(4);
    }

    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
