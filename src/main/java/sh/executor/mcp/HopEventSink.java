package sh.executor.mcp;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sh.executor.node.HopChannel;

/** An event stream whose socket another node holds. */
final class HopEventSink implements EventSink {

  private final HopChannel channel;
  private final HopWriter writer;
  private final Duration drainWithin;

  HopEventSink(HopChannel channel, HopWriter writer, Duration drainWithin) {
    this.channel = channel;
    this.writer = writer;
    this.drainWithin = drainWithin;
  }

  @Override
  public boolean send(byte[] events) throws InterruptedException {
    try {
      return writer
          .write(HopMessage.of(HopMessage.Kind.EVENTS, events))
          .get(drainWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      channel.end();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("send an event to another node", e);
    }
  }

  @Override
  public boolean offer(byte[] events) {
    boolean taken = writer.write(HopMessage.of(HopMessage.Kind.EVENTS, events)).getNow(true);
    if (!taken) {
      channel.end();
    }
    return taken;
  }

  @Override
  public void end(byte[] last) {
    writer.end(HopMessage.of(HopMessage.Kind.LAST, last));
  }

  @Override
  public void onClose(Runnable action) {
    channel.onOver(action);
  }
}
