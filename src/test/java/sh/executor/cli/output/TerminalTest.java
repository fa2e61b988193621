package sh.executor.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {

  @TempDir private Path folder;

  @Test
  void aFileIsNoneNorIsWhatSwallowsAll() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(Terminal.Here.isOne(file)).isFalse();
    assertThat(Terminal.Here.isOne(Path.of("/dev/null"))).isFalse();
    assertThat(Terminal.Here.isOne(folder.resolve("nothing"))).isFalse();
  }

  @Test
  void theDeviceThatIsEverybodysTerminalIsOne() {
    assertThat(Terminal.Here.isOne(Path.of("/dev/tty"))).isTrue();
  }

  @Test
  void nobodySitsThere() {
    assertThat(Terminal.none().shows()).isFalse();
    assertThat(Terminal.none().asks()).isFalse();
  }
}
