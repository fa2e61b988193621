package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import sh.executor.sandbox.wasm.MemoryBudget;

class EngineStartTest {

  @Test
  void whoIsStoppedWhileTheEngineStartsDoesNotStopIt() {
    EngineStart start = new EngineStart(new MemoryBudget(1L << 30));

    Thread.currentThread().interrupt();
    assertThatThrownBy(start::engine).isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThat(start.engine().id()).hasSize(64);
  }

  @Test
  void allHaveTheSameEngine() {
    EngineStart start = new EngineStart(new MemoryBudget(1L << 30));

    assertThat(start.engine()).isSameAs(start.engine());
  }
}
