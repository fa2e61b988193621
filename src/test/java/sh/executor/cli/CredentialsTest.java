package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Terminal;

class CredentialsTest {

  @Test
  void oneValueIsReadAsItIs() {
    assertThat(values(Terminal.none(), " ghp_x\n", "token")).isEqualTo(Map.of("token", "ghp_x"));
  }

  @Test
  void severalValuesAreAnObject() {
    assertThat(
            values(Terminal.none(), "{\"user\": \"u\", \"password\": \"p\"}", "user", "password"))
        .isEqualTo(Map.of("user", "u", "password", "p"));
  }

  @Test
  void whatIsNoObjectIsNotRepeated() {
    Throwable failure =
        catchThrowable(() -> values(Terminal.none(), "ghp_secret", "user", "password"));

    assertThat(failure)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("must be JSON")
        .hasNoCause();
    assertThat(failure.getMessage()).doesNotContain("ghp_secret");
  }

  /** As in {@code executor connect github --json | jq}: what was typed would be shown. */
  @Test
  void whoTypesAndWouldNotSeeWhatIsAskedIsToldSo() {
    assertThatThrownBy(() -> values(new Terminal.Fixed(false, true), "typed", "token"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no terminal to ask for the credential at");
  }

  private static Map<String, String> values(Terminal terminal, String typed, String... names) {
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            CommandRun.input(typed),
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            terminal,
            new CommandRun.NoHost());
    return new Credentials(new Invocation(surroundings, new GlobalOptions()), List.of())
        .values(new LinkedHashSet<>(List.of(names)));
  }
}
