package sh.executor.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aTerminalIsNotSteeredByWhatIsShown() {
    output(true).line("a\u001b[2Jb\tc");
    output(true).note("d\u001b]0;title\u0007");

    assertThat(out.toString().strip()).isEqualTo("a\ufffd[2Jb\tc");
    assertThat(err.toString().strip()).isEqualTo("d\ufffd]0;title\ufffd");
  }

  @Test
  void aFileGetsWhatThereIs() {
    output(false).line("a\u001b[2J");

    assertThat(out.toString().strip()).isEqualTo("a\u001b[2J");
  }

  @Test
  void columnsAreAsWideAsTheyNeedBe() {
    output(false)
        .table(List.of(List.of("NAME", "N"), List.of("x", "1"), List.of("\ud83d\ude00é", "22")));

    assertThat(out.toString().lines()).containsExactly("NAME  N", "x     1", "\ud83d\ude00é    22");
  }

  @Test
  void aDocumentIsIndented() {
    output(false).document(Json.object().put("a", 1));

    assertThat(out.toString().lines()).containsExactly("{", "  \"a\": 1", "}");
  }

  private Output output(boolean terminal) {
    return new Output(new PrintWriter(out, true), new PrintWriter(err, true), false, terminal);
  }
}
