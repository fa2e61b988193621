package sh.executor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sh.executor.api.AnswerAction;
import sh.executor.api.ExecutionResume;
import sh.executor.cli.server.ServerClient;

/** {@code executor resume}: answers a run that waits. */
@Command(name = "resume")
final class ResumeCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--execution-id",
      paramLabel = "ID",
      required = true,
      description = "The run that waits.")
  private String executionId = "";

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "accept, decline or cancel. Default: accept.")
  private Action action = Action.accept;

  @Option(
      names = "--content",
      paramLabel = "JSON",
      description = "What was asked for, as an object; @FILE, or - for standard input.")
  private @Nullable String content;

  @Option(
      names = "--interaction-id",
      paramLabel = "ID",
      description = "Which question is answered. Default: the oldest that waits.")
  private @Nullable String interactionId;

  ResumeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** As they are typed. */
  enum Action {
    accept,
    decline,
    cancel
  }

  @Override
  public Integer call() {
    ExecutionResume answer =
        new ExecutionResume(
            AnswerAction.valueOf(action.name().toUpperCase(Locale.ROOT)), given(), interactionId);
    String path = "/executions/" + Query.encoded(executionId) + "/resume";
    return invocation.ask(
        client ->
            new Outcomes(invocation.output(), client)
                .tell(client.post(path, answer, ServerClient.PATIENTLY)));
  }

  private @Nullable JsonNode given() {
    if (content == null) {
      return null;
    }
    String text =
        content.startsWith("@")
            ? Typed.file(content.substring(1))
            : content.equals("-") ? invocation.typed() : content;
    return Typed.json("--content", text);
  }
}
