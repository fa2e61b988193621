package sh.executor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sh.executor.api.ExecutionCreate;
import sh.executor.cli.server.ServerClient;

/** {@code executor call}: one call of one tool, or with {@code --help} a look at what there is. */
@Command(
    name = "call",
    footer = {
      "",
      "executor call                                 what there is",
      "executor call github org main --help          what is below a path",
      "executor call github.org.main.issues.get '{\"owner\": \"octocat\"}'",
      "executor call github.org.main.issues.get --arg owner=octocat --arg number:=7",
      "echo '{}' | executor call github.org.main.issues.list -"
    })
final class CallCommand implements Callable<Integer>, Browsable {

  private static final String BROWSE_LIMIT = "50";

  private final Invocation invocation;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "The tool, its parts divided by dots or blanks; then its arguments as a JSON object,"
              + " @FILE, or - for standard input.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-a", "--arg"},
      paramLabel = "NAME=VALUE",
      description = "One argument as text; NAME:=VALUE as JSON.")
  private Map<String, String> named = new LinkedHashMap<>();

  @Option(names = "--match", paramLabel = "TEXT", description = "With --help: only what has it.")
  private @Nullable String match;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = BROWSE_LIMIT,
      description = "With --help: at most so many. Default: ${DEFAULT-VALUE}.")
  private int limit;

  CallCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return words.isEmpty() ? browse() : run();
  }

  @Override
  public boolean browses() {
    return !words.isEmpty();
  }

  @Override
  public int browse() {
    CallArguments arguments = CallArguments.of(words, named);
    return invocation.ask(
        client -> {
          new ToolBrowser(invocation.output(), client)
              .browse(ToolPath.of(arguments.path()), match, limit);
          return 0;
        });
  }

  private int run() {
    CallArguments arguments = CallArguments.of(words, named);
    JsonNode object = arguments.object(invocation);
    ExecutionCreate script =
        new ExecutionCreate(ToolPath.of(arguments.path()).script(object), false);
    return invocation.ask(
        client ->
            new Outcomes(invocation.output(), client)
                .tell(client.post("/executions", script, ServerClient.PATIENTLY)));
  }
}
