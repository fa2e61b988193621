package sh.executor.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopLinkTest {

  private final Wire wire = new Wire();

  @AfterEach
  void cut() {
    wire.close();
  }

  @Test
  void messagesArriveInOrderBothWays() throws Exception {
    HopChannel here = open();
    List<String> sent = IntStream.range(0, 500).mapToObj(i -> "message " + i).toList();

    CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendAll(here, sent));
    HopChannel there = wire.accepted();
    List<String> received = receive(there, sent.size());
    there.send(bytes("back"));

    assertThat(received).isEqualTo(sent);
    assertThat(here.receive()).contains(bytes("back"));
    assertThat(sender).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void whoDoesNotReadStopsItsOwnSenderAlone() throws Exception {
    HopChannel slow = open();
    AtomicInteger out = new AtomicInteger();
    Thread sender = Thread.ofVirtual().start(() -> flood(slow, out));
    HopChannel unread = wire.accepted();
    await().until(() -> sender.getState() == Thread.State.WAITING);
    int stuckAt = out.get();

    HopChannel other = open();
    other.send(bytes("through"));
    HopChannel read = wire.accepted();

    assertThat(read.receive()).contains(bytes("through"));
    assertThat(stuckAt).isEqualTo(Wire.WINDOW_BYTES / 100);
    for (int i = 0; i < stuckAt; i++) {
      unread.receive();
    }
    await().until(() -> out.get() > stuckAt);
    slow.end();
    sender.join();
  }

  @Test
  void whatWasSentBeforeTheEndIsStillRead() throws Exception {
    HopChannel here = open();
    here.send(bytes("last"));
    here.end();
    HopChannel there = wire.accepted();

    assertThat(there.receive()).contains(bytes("last"));
    assertThat(there.receive()).isEmpty();
    assertThat(there.isLost()).isFalse();
    assertThat(there.send(bytes("late"))).isFalse();
  }

  @Test
  void whoeverEndsTellsTheOther() throws Exception {
    HopChannel here = open();
    here.send(bytes("x"));
    CompletableFuture<Void> over = new CompletableFuture<>();
    here.onOver(() -> over.complete(null));

    wire.accepted().end();

    assertThat(over).succeedsWithin(Duration.ofSeconds(10));
    assertThat(here.isLost()).isFalse();
  }

  @Test
  void aLostNodeIsToldToAllWhoWaitForIt() throws Exception {
    HopChannel here = open();
    here.send(bytes("x"));
    HopChannel there = wire.accepted();
    CompletableFuture<Optional<byte[]>> waiting =
        CompletableFuture.supplyAsync(() -> receive(here));

    wire.called().cut();

    assertThat(waiting.get()).isEmpty();
    assertThat(here.isLost()).isTrue();
    assertThat(there.isLost()).isTrue();
    assertThat(wire.dialled().open()).isEmpty();
  }

  @Test
  void aNodeThatFallsSilentIsGivenUp() throws Exception {
    try (Wire dying = new Wire(200)) {
      HopChannel here = dying.dialled().open().orElseThrow();
      here.send(bytes("x"));
      dying.dialled().watch();
      dying.called().watch();
      dying.accepted();

      dying.die();

      assertThat(here.receive()).isEmpty();
      assertThat(here.isLost()).isTrue();
    }
  }

  @Test
  void aLinkThatDrainsEndsWithItsLastChannel() throws Exception {
    HopChannel here = open();
    here.send(bytes("x"));
    HopChannel there = wire.accepted();

    wire.dialled().drain();
    Optional<HopChannel> more = wire.dialled().open();
    there.send(bytes("answer"));
    boolean closedEarly = wire.dialled().isClosed();
    there.end();

    assertThat(more).isEmpty();
    assertThat(closedEarly).isFalse();
    assertThat(here.receive()).contains(bytes("answer"));
    await().until(() -> wire.dialled().isClosed() && wire.called().isClosed());
    assertThat(here.isLost()).isFalse();
  }

  @Test
  void aLinkThatDrainsEndsWhatOnlyStands() throws Exception {
    HopChannel here = open();
    here.send(bytes("x"));
    HopChannel there = wire.accepted();
    here.stand();

    wire.dialled().drain();

    assertThat(here.receive()).isEmpty();
    assertThat(here.isLost()).isFalse();
    await().until(() -> wire.dialled().isClosed() && wire.called().isClosed());
    assertThat(there.send(bytes("more"))).isFalse();
  }

  @Test
  void whatStandsOnlyAfterItsLinkDrainsEndsToo() throws Exception {
    HopChannel here = open();
    here.send(bytes("x"));
    wire.accepted();
    wire.dialled().drain();

    here.stand();

    assertThat(here.receive()).isEmpty();
    await().until(() -> wire.dialled().isClosed());
  }

  @Test
  void thereAreOnlySoManyChannels() throws Exception {
    for (int i = 0; i < Wire.CHANNELS_MAX; i++) {
      open().send(bytes("x"));
    }
    Optional<HopChannel> tooMany = wire.dialled().open();

    wire.accepted().end();

    assertThat(tooMany).isEmpty();
    await().until(() -> wire.dialled().open().isPresent());
  }

  @Test
  void whoComesWhileALinkDrainsIsTold() throws Exception {
    open().send(bytes("x"));
    HopChannel last = wire.accepted();
    wire.called().drain();

    HopChannel late = open();
    late.send(bytes("late"));
    HopChannel refused = wire.refused();
    refused.send(bytes("nothing was done"));
    refused.end();

    assertThat(late.receive()).contains(bytes("nothing was done"));
    assertThat(late.receive()).isEmpty();
    assertThat(wire.called().isClosed()).isFalse();
    last.end();
    await().until(() -> wire.called().isClosed());
  }

  @Test
  void whatIsMoreThanTheOtherEndTakesIsToldSo() throws Exception {
    for (int i = 1; i <= Wire.CHANNELS_MAX; i++) {
      wire.called().received(HopFrame.message(i, bytes("x")).written());
      wire.accepted();
    }

    wire.called().received(HopFrame.message(Wire.CHANNELS_MAX + 1, bytes("x")).written());

    assertThat(wire.refused().receive()).contains(bytes("x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 65_537})
  void whatNoNodeSaysEndsTheConnection(int length) {
    wire.called().received(new byte[length]);

    assertThat(wire.called().isClosed()).isTrue();
  }

  @Test
  void whoSendsMoreThanItMayIsCutOff() throws Exception {
    HopChannel here = open();
    here.send(bytes("x"));
    wire.accepted();

    wire.called().received(HopFrame.message(1, new byte[Wire.WINDOW_BYTES]).written());

    assertThat(wire.called().isClosed()).isTrue();
  }

  @Test
  void theOneOpenedLastMaySpeakFirst() throws Exception {
    HopChannel early = open();
    HopChannel late = open();

    late.send(bytes("late"));
    early.send(bytes("early"));

    assertThat(wire.accepted().receive()).contains(bytes("late"));
    HopChannel there = wire.accepted();
    assertThat(there.receive()).contains(bytes("early"));
    there.send(bytes("answer"));
    assertThat(early.receive()).contains(bytes("answer"));
  }

  @Test
  void whatEndsBeforeItBeganTakesNoRoom() throws Exception {
    for (int i = 0; i < Wire.CHANNELS_MAX + 1; i++) {
      open().end();
    }
    HopChannel here = open();

    here.send(bytes("x"));

    assertThat(wire.accepted().receive()).contains(bytes("x"));
  }

  @Test
  void whatSaidNothingYetIsLostWithItsNodeToo() throws Exception {
    HopChannel here = open();

    wire.called().cut();
    await().until(here::isLost);

    assertThat(here.send(bytes("x"))).isFalse();
  }

  @Test
  void whatComesTooLateForAChannelOpensNone() throws Exception {
    HopChannel here = open();
    here.send(bytes("x"));
    wire.accepted().end();

    wire.called().received(HopFrame.message(1, bytes("late")).written());
    open().send(bytes("next"));

    assertThat(wire.accepted().receive()).contains(bytes("next"));
  }

  @Test
  void aMessageThatIsTooLongIsAMistake() {
    HopChannel here = open();

    assertThatThrownBy(() -> here.send(new byte[HopChannel.MESSAGE_BYTES_MAX + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private HopChannel open() {
    return wire.open();
  }

  private static void flood(HopChannel channel, AtomicInteger out) {
    try {
      while (channel.send(new byte[100])) {
        out.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sendAll(HopChannel channel, List<String> messages) {
    try {
      for (String message : messages) {
        boolean _ = channel.send(bytes(message));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> receive(HopChannel channel, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new String(receive(channel).orElseThrow(), UTF_8))
        .toList();
  }

  private static Optional<byte[]> receive(HopChannel channel) {
    try {
      return channel.receive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
