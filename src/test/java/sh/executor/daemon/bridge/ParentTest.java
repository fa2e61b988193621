package sh.executor.daemon.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ParentTest {

  private final AtomicReference<Optional<ProcessHandle>> parent =
      new AtomicReference<>(Optional.of(ProcessHandle.current()));
  private final CountDownLatch told = new CountDownLatch(1);

  @Test
  void anOrphanIsToldOnce() throws InterruptedException {
    AtomicInteger times = new AtomicInteger();
    CountDownLatch looked = new CountDownLatch(3);
    Parent.whenGone(
        () -> {
          looked.countDown();
          return parent.get();
        },
        Duration.ofMillis(1),
        () -> {
          times.incrementAndGet();
          told.countDown();
        });
    assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(told.getCount()).as("not before it is one").isOne();

    parent.set(Optional.empty());

    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(times).hasValue(1);
  }

  @Test
  void whoHadNoneFromTheBeginningIsNotToldOfIt() {
    parent.set(Optional.empty());
    AtomicInteger looks = new AtomicInteger();

    Parent.whenGone(
        () -> {
          looks.incrementAndGet();
          return parent.get();
        },
        Duration.ofMillis(1),
        told::countDown);

    assertThat(looks).as("looked once, and watches nothing").hasValue(1);
    assertThat(told.getCount()).isOne();
  }
}
