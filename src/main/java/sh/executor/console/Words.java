package sh.executor.console;

import static sh.executor.console.Html.el;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.RunState;

/** Values in words for people. */
final class Words {

  /** Longer arguments are cut, with a mark. */
  private static final int ARGUMENT_CHARS_MAX = 16_000;

  private static final String ARGUMENTS = "\nArguments: ";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  /** What is asked, without the arguments, which stand below it. */
  static String message(Interaction interaction) {
    String message = interaction.question().message();
    // JSON on several lines has none that begins like this, so it is the last that counts.
    int arguments = message.lastIndexOf(ARGUMENTS);
    return arguments < 0 ? message : message.substring(0, arguments);
  }

  /** The arguments of a call; empty when it has none. */
  static String arguments(JsonNode arguments) {
    if (arguments.isMissingNode() || arguments.isEmpty()) {
      return "";
    }
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(arguments);
      return text.length() <= ARGUMENT_CHARS_MAX
          ? text
          : text.substring(0, ARGUMENT_CHARS_MAX)
              + "\n… and "
              + (text.length() - ARGUMENT_CHARS_MAX)
              + " characters more, which are not shown: see GET /api/interactions.";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("write arguments for a person", e);
    }
  }

  static Html moment(Instant at) {
    return el("time", MOMENT.format(at))
        .with("datetime", at.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  static String state(RunState state) {
    return switch (state) {
      case RUNNING -> "It is running.";
      case WAITING -> "It waits for an answer.";
      case COMPLETED -> "It has come to its end.";
      case FAILED -> "It has failed.";
      case CANCELLED -> "It was called off.";
      case ENGINE_RETIRED -> "It waited too long and can not go on.";
    };
  }

  static String state(Interaction.State state) {
    return switch (state) {
      case PENDING -> "It waits for an answer";
      case ACCEPTED -> "It was accepted";
      case DECLINED -> "It was declined";
      case CANCELLED -> "It was cancelled";
      case EXPIRED -> "Nobody answered in time, so it was declined";
    };
  }

  static String via(Interaction.Via via) {
    return switch (via) {
      case NATIVE -> "in their client";
      case MODEL -> "by the agent";
      case REST -> "over the API";
      case PAGE -> "on this page";
      case DEADLINE -> "by its deadline";
      case RUN_ENDED -> "by the end of the execution";
    };
  }
}
