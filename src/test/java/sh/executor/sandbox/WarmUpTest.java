package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WarmUpTest {

  private final Said said = new Said();

  @Test
  void aServiceThatHasStoppedIsNotWarmedUp() {
    Sandboxes sandboxes = sandboxes();
    sandboxes.close();

    said.during(new WarmUp(sandboxes));

    assertThat(said.loudly).isEmpty();
  }

  @Test
  void aServiceThatStopsMeanwhileEndsItQuietly() throws InterruptedException {
    Sandboxes sandboxes = sandboxes();
    Thread warmUp = Thread.ofVirtual().start(() -> said.during(new WarmUp(sandboxes)));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().startsWith("sandbox-0")));

    sandboxes.close();
    warmUp.join();

    assertThat(said.loudly).isEmpty();
  }

  private static Sandboxes sandboxes() {
    return new Sandboxes(
        InstantSource.system(), System::nanoTime, SandboxLimits.DEFAULTS, 256L << 20);
  }

  /** What is said that somebody would have to look at. */
  private static final class Said extends Handler {

    private final List<String> loudly = new CopyOnWriteArrayList<>();

    void during(Runnable work) {
      Logger logger = Logger.getLogger("sh.executor.sandbox");
      logger.addHandler(this);
      try {
        work.run();
      } finally {
        logger.removeHandler(this);
      }
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        loudly.add(entry.getLevel() + " " + entry.getMessage() + " " + entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
