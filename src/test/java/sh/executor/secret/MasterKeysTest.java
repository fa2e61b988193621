package sh.executor.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Together;

class MasterKeysTest {

  @TempDir Path folder;

  @Test
  void aKeyFileIsMadeOnceAndForUsOnly() throws Exception {
    Path file = folder.resolve("deep/secret.key");

    String made = MasterKeys.fromFile(file, new SecureRandom()).id();

    assertThat(MasterKeys.fromFile(file, new SecureRandom()).id()).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void manyStartersAgreeOnOneKey() throws Exception {
    Path file = folder.resolve("secret.key");

    List<String> ids = Together.all(8, () -> MasterKeys.fromFile(file, new SecureRandom()).id());

    assertThat(Set.copyOf(ids)).hasSize(1);
  }

  @Test
  void aDamagedKeyFileIsNeverReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("secret.key"), "garbage");

    assertThatThrownBy(() -> MasterKeys.fromFile(file, new SecureRandom()))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("32 bytes in base 64");
    assertThat(file).hasContent("garbage");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "password", "AAAA", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ==", "é"})
  void whatIsNot32BytesInBase64IsNoKey(String text) {
    assertThat(MasterKey.parse(text)).isEmpty();
  }

  @Test
  void bothAlphabetsOfBase64AreRead() {
    String standard = "+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/8=";
    String urlSafe = standard.replace('+', '-').replace('/', '_');

    assertThat(MasterKey.parse(standard).orElseThrow().id())
        .isEqualTo(MasterKey.parse(urlSafe + "\n").orElseThrow().id());
  }
}
