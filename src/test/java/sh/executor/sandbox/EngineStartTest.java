package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sh.executor.sandbox.quickjs.GuestEngine;
import sh.executor.sandbox.wasm.MemoryBudget;

class EngineStartTest {

  @Test
  void whoIsStoppedWhileTheEngineStartsDoesNotStopIt() {
    EngineStart start = new EngineStart(EngineStartTest::started);

    Thread.currentThread().interrupt();
    assertThatThrownBy(start::engine).isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThat(start.engine().id()).hasSize(64);
  }

  @Test
  void allHaveTheSameEngine() {
    EngineStart start = new EngineStart(EngineStartTest::started);

    assertThat(start.engine()).isSameAs(start.engine());
  }

  @Test
  void aStartThatFailedIsTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    EngineStart start =
        new EngineStart(
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new OutOfMemoryError("for now");
              }
              return started();
            });

    assertThatThrownBy(start::engine)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("for now");
    assertThat(start.engine()).isSameAs(start.engine());
    assertThat(tries).hasValue(2);
  }

  private static GuestEngine started() {
    return GuestEngine.start(new MemoryBudget(1L << 30));
  }
}
