package sh.executor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.Question;

/**
 * Writes an {@link ExecutionOutcome} down for those who asked, the same for MCP and REST. Whatever
 * a script returns, logs or emits, what comes out is bounded, and says so where it was cut.
 */
public final class OutcomeRenderer {

  /** How long the text of a result or an error may be, before the mark that it was cut. */
  static final int TEXT_CHARS_MAX = 30_000;

  /** How long the logs in the text may be, before the mark. */
  static final int LOG_CHARS_MAX = 30_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** As JSON.stringify writes with an indent of two. */
  private static final ObjectWriter PRETTY =
      new ObjectMapper()
          .writer(
              new DefaultPrettyPrinter()
                  .withSeparators(
                      Separators.createDefaultInstance()
                          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEmptySeparator("")
                          .withArrayEmptySeparator(""))
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private OutcomeRenderer() {}

  /** The outcome in words, blocks and structure. */
  public static Rendered render(ExecutionOutcome outcome) {
    return switch (outcome) {
      case ExecutionOutcome.Completed completed -> completed(completed);
      case ExecutionOutcome.Failed failed -> failed(failed);
      case ExecutionOutcome.Paused paused -> paused(paused);
      case ExecutionOutcome.Running running -> running(running);
    };
  }

  private static Rendered paused(ExecutionOutcome.Paused outcome) {
    Interaction first = outcome.questions().getFirst();
    boolean approval = first.question().kind() == Question.Kind.APPROVAL;
    String text =
        (approval
                ? "Execution paused: a person has to approve this call before it goes on."
                : "Execution paused: a person has to answer before it goes on.")
            + "\n\n"
            + first.question().message()
            + "\n\nexecutionId: "
            + outcome.executionId()
            + "\nanswer by: "
            + first.deadline();
    ObjectNode structured = NODES.objectNode().put("status", "waiting_for_interaction");
    structured.put("expiresAt", first.deadline().toString());
    structured.set("interaction", interaction(first));
    ArrayNode all = structured.putArray("interactions");
    outcome.questions().forEach(question -> all.add(interaction(question)));
    return rendered(outcome, text, structured, false);
  }

  private static ObjectNode interaction(Interaction interaction) {
    Question question = interaction.question();
    ObjectNode node =
        NODES
            .objectNode()
            .put("id", interaction.id().toString())
            .put("kind", question.kind() == Question.Kind.URL ? "url" : "form")
            .put("message", question.message())
            .put("address", question.address());
    node.set("args", question.arguments());
    if (question.requestedSchema() != null) {
      node.set("requestedSchema", question.requestedSchema());
    }
    return node;
  }

  private static Rendered running(ExecutionOutcome.Running outcome) {
    String text = "The execution is still running. Ask again with its id: " + outcome.executionId();
    return rendered(outcome, text, NODES.objectNode().put("status", "running"), false);
  }

  private static Rendered completed(ExecutionOutcome.Completed outcome) {
    String text = cut(resultText(outcome), TEXT_CHARS_MAX) + logText(outcome.logs());
    ObjectNode structured = NODES.objectNode().put("status", "completed");
    structured.set("result", outcome.result());
    return rendered(outcome, text, structured, false);
  }

  private static Rendered failed(ExecutionOutcome.Failed outcome) {
    String error = cut(outcome.error(), TEXT_CHARS_MAX);
    String text = "Error: " + error + logText(outcome.logs());
    ObjectNode structured = NODES.objectNode().put("status", "error").put("error", error);
    return rendered(outcome, text, structured, true);
  }

  private static Rendered rendered(
      ExecutionOutcome outcome, String text, ObjectNode structured, boolean isError) {
    if (!outcome.emitted().isEmpty()) {
      structured.put("emitted", outcome.emitted().size());
    }
    ArrayNode logs = structured.putArray("logs");
    outcome.logs().forEach(logs::add);
    structured.put("executionId", outcome.executionId());
    return new Rendered(text, content(outcome, text, isError), structured, isError);
  }

  private static ArrayNode content(ExecutionOutcome outcome, String text, boolean isError) {
    ArrayNode content = NODES.arrayNode();
    if (outcome.emitted().isEmpty()) {
      content.add(EmittedContent.text(text));
      return content;
    }
    EmittedContent.render(outcome.emitted(), content);
    if (isError) {
      content.add(EmittedContent.text(text));
    } else if (!outcome.logs().isEmpty()) {
      content.add(EmittedContent.text(logText(outcome.logs()).strip()));
    }
    return content;
  }

  private static String resultText(ExecutionOutcome.Completed outcome) {
    JsonNode result = outcome.result();
    if (result.isNull()) {
      int emitted = outcome.emitted().size();
      return emitted == 0
          ? "(no result)"
          : "(no return value; " + emitted + " items emitted to the user)";
    }
    if (result.isTextual()) {
      return result.textValue();
    }
    try {
      return PRETTY.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("write a result as text", e);
    }
  }

  private static String logText(List<String> logs) {
    return logs.isEmpty() ? "" : "\n\nLogs:\n" + cut(String.join("\n", logs), LOG_CHARS_MAX);
  }

  /** At most {@code charsMax} characters of {@code text}, and a mark if there were more. */
  static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
    return text.substring(0, end) + "\n... [truncated " + (text.length() - end) + " chars]";
  }
}
