package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;

/**
 * Says what went wrong: one line on standard error, or one JSON object there when the answer was to
 * be JSON: {@code {"error", "_tag"}}, the tag only where the failure has one.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final Invocation invocation;

  Failures(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    // What comes after the word that is wrong was not read.
    boolean json = invocation.output().json() || Arrays.asList(arguments).contains("--json");
    String reason = reason(failure, name) + suggestion(failure);
    say(reason + " Try '" + name + " --help'.", "UsageError", json);
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine line, @Nullable ParseResult result) {
    String message = failure.getMessage();
    say(
        message == null ? failure.toString() : message,
        failure instanceof CommandFailure known ? known.tag() : null,
        invocation.output().json());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String reason(ParameterException failure, String command) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      if (unmatched.isUnknownOption()) {
        return "'" + command + "' has no option '" + first + "'.";
      }
      boolean groups = !failure.getCommandLine().getSubcommands().isEmpty();
      return groups
          ? "'" + command + "' has no command '" + first + "'."
          : "'" + command + "' does not take '" + first + "'.";
    }
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return message.endsWith(".") ? message : message + '.';
  }

  private static String suggestion(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    CommandLine line = failure.getCommandLine();
    return Nearest.to(
            unmatched.getUnmatched().getFirst(),
            unmatched.isUnknownOption()
                ? line.getCommandSpec().optionsMap().keySet()
                : line.getSubcommands().keySet())
        .map(near -> " Did you mean '" + near + "'?")
        .orElse("");
  }

  private void say(String message, @Nullable String tag, boolean json) {
    if (!json) {
      invocation.output().note("executor: " + message);
      return;
    }
    ObjectNode document = Json.object().put("error", message);
    if (tag != null) {
      document.put("_tag", tag);
    }
    invocation.output().note(document.toString());
  }
}
