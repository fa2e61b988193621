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
 * a script returns, logs or emits, what comes out is bounded, and says so where it was cut. All of
 * it is kept with the run.
 */
public final class OutcomeRenderer {

  /** How long the text of a result or an error may be, before the mark that it was cut. */
  static final int TEXT_CHARS_MAX = 30_000;

  /** How long the logs in the text may be, before the mark. */
  static final int LOG_CHARS_MAX = 30_000;

  /** How large a result may be as structure; a larger one is left out. */
  static final int RESULT_BYTES_MAX = 1 << 20;

  /** How large the arguments of a call that is asked about may be as structure. */
  static final int ARGUMENT_BYTES_MAX = 64 << 10;

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

  /**
   * The outcome in words, blocks and structure.
   *
   * @param whole says where all of the run is found, for whoever needs what was cut
   */
  public static Rendered render(ExecutionOutcome outcome, String whole) {
    Cuts cuts = new Cuts(whole);
    return switch (outcome) {
      case ExecutionOutcome.Completed completed -> completed(completed, cuts);
      case ExecutionOutcome.Failed failed -> failed(failed, cuts);
      case ExecutionOutcome.Paused paused -> paused(paused, cuts);
      case ExecutionOutcome.Running running -> running(running, cuts);
    };
  }

  private static Rendered paused(ExecutionOutcome.Paused outcome, Cuts cuts) {
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
    structured.set("interaction", interaction(first, cuts));
    ArrayNode all = structured.putArray("interactions");
    outcome.questions().forEach(question -> all.add(interaction(question, cuts)));
    return rendered(outcome, text, structured, cuts);
  }

  private static ObjectNode interaction(Interaction interaction, Cuts cuts) {
    Question question = interaction.question();
    ObjectNode node =
        NODES
            .objectNode()
            .put("id", interaction.id().toString())
            .put("kind", question.kind() == Question.Kind.URL ? "url" : "form")
            .put("message", question.message())
            .put("address", question.address());
    node.set("args", cuts.tree(question.arguments(), ARGUMENT_BYTES_MAX));
    if (question.requestedSchema() != null) {
      node.set("requestedSchema", question.requestedSchema());
    }
    return node;
  }

  private static Rendered running(ExecutionOutcome.Running outcome, Cuts cuts) {
    String text = "The execution is still running. Ask again with its id: " + outcome.executionId();
    return rendered(outcome, text, NODES.objectNode().put("status", "running"), cuts);
  }

  private static Rendered completed(ExecutionOutcome.Completed outcome, Cuts cuts) {
    String text = cuts.text(resultText(outcome), TEXT_CHARS_MAX) + logText(outcome.logs(), cuts);
    ObjectNode structured = NODES.objectNode().put("status", "completed");
    structured.set("result", cuts.tree(outcome.result(), RESULT_BYTES_MAX));
    return rendered(outcome, text, structured, cuts);
  }

  private static Rendered failed(ExecutionOutcome.Failed outcome, Cuts cuts) {
    String error = cuts.text(outcome.error(), TEXT_CHARS_MAX);
    String text = "Error: " + error + logText(outcome.logs(), cuts);
    ObjectNode structured = NODES.objectNode().put("status", "error").put("error", error);
    return rendered(outcome, text, structured, cuts);
  }

  private static Rendered rendered(
      ExecutionOutcome outcome, String text, ObjectNode structured, Cuts cuts) {
    boolean isError = outcome instanceof ExecutionOutcome.Failed;
    if (!outcome.emitted().isEmpty()) {
      structured.put("emitted", outcome.emitted().size());
    }
    ArrayNode logs = structured.putArray("logs");
    cuts.lines(outcome.logs(), LOG_CHARS_MAX).forEach(logs::add);
    structured.put("executionId", outcome.executionId());
    ArrayNode content = content(outcome, text, isError, cuts);
    if (cuts.any()) {
      structured.put("whole", cuts.whole());
      if (content.size() > 1) {
        content.add(EmittedContent.text(cuts.sentence(), cuts));
      }
    }
    return new Rendered(cuts.finish(text), content, structured, isError);
  }

  private static ArrayNode content(
      ExecutionOutcome outcome, String text, boolean isError, Cuts cuts) {
    ArrayNode content = NODES.arrayNode();
    boolean ended =
        outcome instanceof ExecutionOutcome.Completed || outcome instanceof ExecutionOutcome.Failed;
    if (outcome.emitted().isEmpty() || !ended) {
      content.add(EmittedContent.text(cuts.finish(text), cuts));
      return content;
    }
    EmittedContent.render(outcome.emitted(), content, cuts);
    if (isError) {
      content.add(EmittedContent.text(text, cuts));
    } else if (!outcome.logs().isEmpty()) {
      content.add(EmittedContent.text(logText(outcome.logs(), cuts).strip(), cuts));
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

  private static String logText(List<String> logs, Cuts cuts) {
    return logs.isEmpty() ? "" : "\n\nLogs:\n" + cuts.text(String.join("\n", logs), LOG_CHARS_MAX);
  }
}
