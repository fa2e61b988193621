package sh.executor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sh.executor.api.ExecutionCreate;
import sh.executor.api.ExecutionView;
import sh.executor.api.IntegrationView;
import sh.executor.api.ToolSchemaView;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.server.Reply;
import sh.executor.cli.server.ServerClient;

/** {@code executor tools}: what can be called. */
@Command(name = "tools")
final class ToolsCommand {

  private static final String SEARCH_LIMIT = "12";
  private static final String LIST_LIMIT = "50";

  private final Invocation invocation;

  ToolsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "search", description = "Finds tools by what they do, the fittest first.")
  int search(
      @Parameters(paramLabel = "QUERY", description = "What is looked for, in words.") String query,
      @Option(
              names = "--namespace",
              paramLabel = "PATH",
              description = "Only below this path, such as github.org.main.")
          @Nullable String namespace,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = SEARCH_LIMIT,
              description = "At most so many. Default: ${DEFAULT-VALUE}.")
          int limit) {
    ObjectNode wanted = Json.object().put("query", query).put("limit", limit);
    if (namespace != null) {
      wanted.put("namespace", namespace);
    }
    return invocation.ask(
        client -> {
          ExecutionCreate script =
              new ExecutionCreate(new ToolPath(List.of("search")).script(wanted), false);
          ExecutionView run =
              client.post("/executions", script, ServerClient.PATIENTLY).as(ExecutionView.class);
          return found(new Outcomes(invocation.output(), client).result(run));
        });
  }

  private int found(JsonNode result) {
    Output output = invocation.output();
    if (output.json()) {
      output.document(result);
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("PATH", "DESCRIPTION"));
    for (JsonNode item : result.path("items")) {
      rows.add(List.of(item.path("path").asText(), Brief.of(item.path("description").asText(""))));
    }
    tell(rows, "No tool fits. 'executor tools integrations' lists what there is.");
    return 0;
  }

  @Command(name = "integrations", description = "Lists the integrations.")
  int integrations(
      @Option(names = "--query", paramLabel = "TEXT", description = "Only those that contain it.")
          @Nullable String query,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = LIST_LIMIT,
              description = "At most so many. Default: ${DEFAULT-VALUE}.")
          int limit) {
    return invocation.ask(
        client -> {
          Reply reply = client.get("/integrations");
          List<JsonNode> items =
              reply
                  .body()
                  .valueStream()
                  .filter(item -> query == null || contains(item, query))
                  .limit(limit)
                  .toList();
          if (invocation.output().json()) {
            invocation.output().document(Json.MAPPER.valueToTree(items));
            return 0;
          }
          List<List<String>> rows = new ArrayList<>();
          rows.add(List.of("SLUG", "KIND", "TOOLS", "NAME"));
          for (JsonNode item : items) {
            IntegrationView view = new Reply(item).as(IntegrationView.class);
            rows.add(List.of(view.slug(), view.kind(), "" + view.operationCount(), view.name()));
          }
          tell(rows, "No integrations. Add one with 'executor add openapi URL'.");
          return 0;
        });
  }

  private static boolean contains(JsonNode integration, String query) {
    String text = integration.path("slug").asText() + ' ' + integration.path("name").asText();
    return text.toLowerCase(Locale.ROOT).contains(query.toLowerCase(Locale.ROOT));
  }

  @Command(name = "describe", description = "Tells what a tool takes and gives.")
  int describe(
      @Parameters(
              paramLabel = "PATH",
              arity = "1..*",
              description = "Of the tool, as search tells it.")
          List<String> path) {
    return invocation.ask(
        client -> {
          ToolPath tool = ToolPath.of(path);
          Reply reply = client.get("/tools/schema" + Query.of("address", tool.address()));
          if (invocation.output().json()) {
            invocation.output().document(reply.body());
          } else {
            new ToolCard(invocation.output()).show(tool, reply.as(ToolSchemaView.class));
          }
          return 0;
        });
  }

  private void tell(List<List<String>> rows, String nothing) {
    if (rows.size() == 1) {
      invocation.output().note(nothing);
    } else {
      invocation.output().table(rows);
    }
  }
}
