package sh.executor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Connection;
import sh.executor.catalog.model.ConnectionId;
import sh.executor.catalog.model.Tool;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.Question;
import sh.executor.kernel.UuidV7;
import sh.executor.sandbox.ToolCall;

/** Puts the questions of one run into words: what would be done, as whom, with what, and why. */
final class Asker {

  /** Longer arguments are cut in the message; the question has them whole. */
  private static final int ARGUMENT_CHARS_MAX = 4_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RunHead head;
  private final UuidV7 ids;
  private final InstantSource clock;
  private final Duration within;

  /**
   * @param within how long a question stands
   */
  Asker(RunHead head, UuidV7 ids, InstantSource clock, Duration within) {
    this.head = head;
    this.ids = ids;
    this.clock = clock;
    this.within = within;
  }

  /** Whether a call may be made. */
  Interaction approval(ToolCall call, ToolLookup.Found found) {
    Tool tool = found.tool();
    Connection connection = found.connection();
    String what = tool.approvalDescription();
    String message =
        "Allow "
            + (what == null ? call.path() : what + " (" + call.path() + ")")
            + "?\nAccount: "
            + account(connection)
            + "\nAsked because "
            + Refusals.reason(tool)
            + "."
            + arguments(call);
    return question(call, Question.Kind.APPROVAL, message, null, found);
  }

  /**
   * What became of a call that was under way when its node died.
   *
   * @param found what is at its address now; null when it can't be called any more
   */
  Interaction doubt(ToolCall call, ToolLookup.@Nullable Found found) {
    String message =
        "The service stopped while the call "
            + call.path()
            + " was under way, and nobody knows whether it arrived. Look at the other side, then"
            + " choose: retry sends it again, done treats it as done (with the result you give),"
            + " fail tells the script that it failed."
            + (found == null ? "" : "\nAccount: " + account(found.connection()))
            + arguments(call);
    return question(call, Question.Kind.IN_DOUBT, message, doubtSchema(), found);
  }

  private static ObjectNode doubtSchema() {
    ObjectNode schema = Trees.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ObjectNode decision = properties.putObject("decision").put("type", "string");
    decision.put("title", "What to do").putArray("enum").add("retry").add("done").add("fail");
    properties
        .putObject("result")
        .put("type", "string")
        .put("title", "Result, as JSON")
        .put("description", "What the script is told when the call counts as done.");
    schema.putArray("required").add("decision");
    return schema;
  }

  private Interaction question(
      ToolCall call,
      Question.Kind kind,
      String message,
      @Nullable ObjectNode schema,
      ToolLookup.@Nullable Found found) {
    Instant now = clock.instant();
    @Nullable ConnectionId connection = found == null ? null : found.connection().id();
    // What rule a tool that is gone was under, nobody knows.
    boolean consoleOnly = found == null || found.tool().decision().consoleOnly();
    return new Interaction(
        new InteractionId(ids.next()),
        head.id(),
        head.caller().account(),
        call.id(),
        Interaction.State.PENDING,
        new Question(kind, message, call.path(), argument(call), connection, schema),
        consoleOnly,
        now,
        now.plus(within),
        null);
  }

  private static String account(Connection connection) {
    String label = connection.identityLabel();
    return connection.address() + (label == null ? "" : " (" + label + ")");
  }

  private static JsonNode argument(ToolCall call) {
    return call.argumentJson().length == 0
        ? MissingNode.getInstance()
        : Trees.read(call.argumentJson());
  }

  private static String arguments(ToolCall call) {
    JsonNode argument = argument(call);
    if (argument.isMissingNode() || argument.isEmpty()) {
      return "";
    }
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(argument);
      return "\nArguments: " + Cuts.cut(text, ARGUMENT_CHARS_MAX);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("write arguments for a person", e);
    }
  }
}
