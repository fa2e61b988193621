package sh.executor.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/**
 * Where a command answers.
 *
 * @param out what was asked for, and nothing else
 * @param err progress, notes and failures
 * @param json whether answers are for programs
 * @param terminal whether a person sees {@code out} as it is written
 */
public record Output(PrintWriter out, PrintWriter err, boolean json, boolean terminal) {

  /** A line of an answer for people. */
  public void line(String text) {
    out.println(shown(text));
  }

  /** The rows as columns that are as wide as they need be; the first row is the heading. */
  public void table(List<List<String>> rows) {
    Columns.of(rows).lines().forEach(this::line);
  }

  /** An answer for programs: the document, indented, on lines of its own. */
  public void document(JsonNode document) {
    out.println(Json.pretty(document));
  }

  /** A line beside the answer: progress, or what to know. */
  public void note(String text) {
    err.println(Plain.text(text));
    err.flush();
  }

  private String shown(String text) {
    return terminal ? Plain.text(text) : text;
  }
}
