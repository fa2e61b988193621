package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class NewsTest {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final News news = new News(tasks::add);

  @Test
  void whoeverHasNewsDoesNotTellThem() {
    news.tellBy(this::tell);

    add("tools");

    assertThat(told).isEmpty();
    assertThat(tasks).hasSize(1);
    work();
    assertThat(told).containsExactly("tools");
  }

  @Test
  void whatHappensAgainBeforeItIsToldIsToldOnce() {
    news.tellBy(this::tell);

    add("tools");
    add("a");
    add("tools");
    work();
    add("tools");
    work();

    assertThat(told).containsExactly("tools", "a", "tools");
  }

  @Test
  void whatHappensBeforeThereIsSomebodyToTellItIsToldThen() {
    add("tools");
    assertThat(tasks).isEmpty();

    news.tellBy(this::tell);
    work();

    assertThat(told).containsExactly("tools");
  }

  @Test
  void oneTaskTellsAllThatHappensMeanwhile() {
    news.tellBy(
        message -> {
          tell(message);
          if (told.size() == 1) {
            add("b");
            add("c");
          }
        });

    add("a");
    work();

    assertThat(told).containsExactly("a", "b", "c");
    assertThat(tasks).isEmpty();
  }

  @Test
  void theOldestOfTooManyAreNotTold() {
    for (int i = 0; i < 200; i++) {
      add("n" + i);
    }

    news.tellBy(this::tell);
    work();

    assertThat(told).hasSize(128).startsWith("n72").endsWith("n199");
  }

  private void add(String message) {
    news.add(message.getBytes(StandardCharsets.UTF_8));
  }

  private void tell(byte[] message) {
    told.add(new String(message, StandardCharsets.UTF_8));
  }

  private void work() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
