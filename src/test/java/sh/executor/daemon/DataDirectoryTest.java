package sh.executor.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir Path folder;

  @Test
  void aDirectoryIsMadeForItsOwnerAlone() throws IOException {
    DataDirectory directory = DataDirectory.open(folder.resolve("a").resolve("b"));

    assertThat(modeOf(directory.root())).isEqualTo("rwx------");
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--data-dir");
  }

  @Test
  void theTwoTokensAreMadeOnceAndAreTheirOwnersAlone() throws IOException {
    DataDirectory directory = DataDirectory.open(folder);

    LocalTokens made = LocalTokens.open(directory, new SecureRandom());

    assertThat(LocalTokens.open(directory, new SecureRandom())).isEqualTo(made);
    assertThat(made.owner()).isNotEqualTo(made.agent());
    assertThat(Base64.getUrlDecoder().decode(made.owner())).hasSize(32);
    assertThat(Base64.getUrlDecoder().decode(made.agent())).hasSize(32);
    assertThat(modeOf(directory.control().resolve("auth.json"))).isEqualTo("rw-------");
    assertThat(modeOf(directory.control().resolve("agent.json"))).isEqualTo("rw-------");
  }

  @Test
  void aTokenFileWithoutATokenIsNamed() throws IOException {
    DataDirectory directory = DataDirectory.open(folder);
    Path file = Files.writeString(directory.control().resolve("auth.json"), "{}");

    assertThatThrownBy(() -> LocalTokens.open(directory, new SecureRandom()))
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void tokensAreNotShown() {
    assertThat(new LocalTokens("owner-token", "agent-token").toString())
        .doesNotContain("owner-token")
        .doesNotContain("agent-token");
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
