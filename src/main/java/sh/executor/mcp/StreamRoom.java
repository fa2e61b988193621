package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;
import sh.executor.kernel.Caller;

/**
 * Bounds how many standing streams of sessions are open at this node: of all, well below what the
 * server takes in connections, and of one account. Safe for use by many threads.
 */
@Singleton
final class StreamRoom {

  private static final int STREAMS_MAX = 8192;
  private static final Answer FULL =
      Answer.error(
              429,
              RpcError.BAD_REQUEST,
              "As many streams are open as there may be, of this account or of all; close one")
          .with("retry-after", "30");

  private final ListenRoom room;

  @Inject
  StreamRoom(McpConfig config) {
    this.room = new ListenRoom(STREAMS_MAX, config.streamsPerAccountMax());
  }

  /**
   * Has a stream opened, or answers that there are too many.
   *
   * @param opening is given what has to be done once the stream is closed; when it throws, there is
   *     none
   */
  void within(Exchange exchange, Caller caller, Consumer<Runnable> opening) {
    Optional<Runnable> place = room.enter(caller.account());
    if (place.isEmpty()) {
      exchange.answer(FULL);
      return;
    }
    try {
      opening.accept(place.get());
    } catch (RuntimeException e) {
      place.get().run();
      throw e;
    }
  }
}
