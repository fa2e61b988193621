package sh.executor.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sh.executor.api.CallView;
import sh.executor.api.ExecutionCancelled;
import sh.executor.api.ExecutionDetail;
import sh.executor.api.ExecutionSummary;
import sh.executor.api.InteractionView;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.server.Reply;

/** {@code executor runs}: what ran, runs and waits. */
@Command(name = "runs")
final class RunsCommand {

  private static final String LIMIT = "50";
  private static final String PENDING = "pending";

  private final Invocation invocation;

  RunsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "list", description = "Lists runs, the newest first.")
  int list(
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description =
                  "Only those that are running, waiting, completed, failed, cancelled or"
                      + " engine_retired.")
          @Nullable String status,
      @Option(names = "--mine", description = "Only your own.") boolean mine,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = LIMIT,
              description = "At most so many, up to 500. Default: ${DEFAULT-VALUE}.")
          int limit) {
    String path =
        "/executions"
            + Query.of("status", status, "mine", mine ? "true" : null, "limit", "" + limit);
    return invocation.ask(
        client -> {
          Reply reply = client.get(path);
          Output output = invocation.output();
          if (output.json()) {
            output.document(reply.body());
            return 0;
          }
          List<List<String>> rows = new ArrayList<>();
          rows.add(List.of("RUN", "STATUS", "CALLS", "BEGUN"));
          for (ExecutionSummary run : reply.asListOf(ExecutionSummary.class)) {
            rows.add(row(run));
          }
          if (rows.size() == 1) {
            output.note("No runs.");
          } else {
            output.table(rows);
          }
          return 0;
        });
  }

  private static List<String> row(ExecutionSummary run) {
    return List.of(run.executionId(), status(run), "" + run.calls(), Brief.time(run.createdAt()));
  }

  private static String status(ExecutionSummary run) {
    return Json.MAPPER.valueToTree(run.status()).asText();
  }

  @Command(name = "show", description = "Tells how a run stands, with its calls and its questions.")
  int show(@Parameters(paramLabel = "RUN", description = "Its id.") String id) {
    return invocation.ask(
        client -> {
          Reply reply = client.get("/executions/" + Query.encoded(id));
          if (invocation.output().json()) {
            invocation.output().document(reply.body());
          } else {
            show(reply.as(ExecutionDetail.class));
          }
          return 0;
        });
  }

  private void show(ExecutionDetail run) {
    Output output = invocation.output();
    output.line("Run:    " + run.execution().executionId());
    output.line("Status: " + status(run.execution()));
    output.line("Begun:  " + Brief.time(run.execution().createdAt()));
    if (!run.journal().isEmpty()) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("CALL", "TOOL", "STATUS"));
      for (CallView call : run.journal()) {
        rows.add(List.of("" + call.id(), call.path(), call.status()));
      }
      output.line("");
      output.table(rows);
    }
    for (InteractionView question : run.interactions()) {
      if (question.status().equals(PENDING)) {
        output.line("\nWaits for " + question.id() + ":\n" + question.message());
      }
    }
    output.line('\n' + run.text());
  }

  @Command(name = "cancel", description = "Calls a run off, wherever it runs.")
  int cancel(@Parameters(paramLabel = "RUN", description = "Its id.") String id) {
    return invocation.ask(
        client -> {
          Reply reply = client.post("/executions/" + Query.encoded(id) + "/cancel");
          boolean cancelled = reply.as(ExecutionCancelled.class).cancelled();
          if (invocation.output().json()) {
            invocation.output().document(reply.body());
          } else {
            invocation.output().line(cancelled ? "Cancelled." : "It had ended.");
          }
          return 0;
        });
  }
}
