package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.executor.api.ToolSchemaView;
import sh.executor.api.ToolView;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.server.Reply;
import sh.executor.cli.server.ServerClient;

/** Shows the tools as a tree, one level at a time. */
final class ToolBrowser {

  /** The most a server lists at once. */
  private static final String TOOLS_MAX = "10000";

  private final Output output;
  private final ServerClient client;

  ToolBrowser(Output output, ServerClient client) {
    this.output = output;
    this.client = client;
  }

  /**
   * Shows what is at a path.
   *
   * @param match only what contains it, in its name or its description
   * @throws CommandFailure when there is nothing
   */
  void browse(ToolPath path, @Nullable String match, int limit) {
    List<ToolView> below = below(path, match);
    String address = path.address();
    if (below.stream().anyMatch(tool -> tool.address().equals(address))) {
      leaf(path);
      return;
    }
    Map<String, Integer> counts = new TreeMap<>();
    int skipped = path.segments().isEmpty() ? "tools.".length() : address.length() + 1;
    for (ToolView tool : below) {
      counts.merge(tool.address().substring(skipped).split("\\.", 2)[0], 1, Integer::sum);
    }
    if (counts.isEmpty()) {
      throw nothing(path, match);
    }
    if (output.json()) {
      output.document(document(path, counts));
    } else {
      show(path, counts, limit);
    }
  }

  private static CommandFailure nothing(ToolPath path, @Nullable String match) {
    boolean none = path.segments().isEmpty() && match == null;
    return new CommandFailure(
        none
            ? "There are no tools yet: add an API with 'executor add openapi URL' and connect it."
            : "Nothing is at '"
                + path.dotted()
                + "'"
                + (match == null ? "" : " that has '" + match + "'")
                + ". Try 'executor tools search'.",
        "ToolNotFoundError");
  }

  private List<ToolView> below(ToolPath path, @Nullable String match) {
    String prefix = path.address() + '.';
    String wanted = match == null ? "" : match.toLowerCase(Locale.ROOT);
    String integration = path.segments().isEmpty() ? null : path.segments().getFirst();
    return client
        .get("/tools" + Query.of("integration", integration, "limit", TOOLS_MAX))
        .asListOf(ToolView.class)
        .stream()
        .filter(tool -> path.segments().isEmpty() || (tool.address() + '.').startsWith(prefix))
        .filter(
            tool ->
                (tool.address() + ' ' + tool.description())
                    .toLowerCase(Locale.ROOT)
                    .contains(wanted))
        .toList();
  }

  private void leaf(ToolPath path) {
    Reply reply = client.get("/tools/schema" + Query.of("address", path.address()));
    if (output.json()) {
      output.document(reply.body());
    } else {
      new ToolCard(output).show(path, reply.as(ToolSchemaView.class));
    }
  }

  private void show(ToolPath path, Map<String, Integer> counts, int limit) {
    String here = path.segments().isEmpty() ? "" : path.spoken() + ' ';
    output.line("Usage: executor call " + here + "<subcommand> ...\n");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Subcommands:", "Tools"));
    counts.forEach(
        (name, count) -> {
          if (rows.size() <= limit) {
            rows.add(List.of("  " + name, count.toString()));
          }
        });
    output.table(rows);
    if (counts.size() > limit) {
      output.note((counts.size() - limit) + " more: --limit shows more, --match fewer.");
    }
    output.line(
        "\nDrill down: executor call " + here + counts.keySet().iterator().next() + " --help");
  }

  private static ObjectNode document(ToolPath path, Map<String, Integer> counts) {
    ObjectNode document = Json.object().put("path", path.dotted());
    ArrayNode items = document.putArray("items");
    counts.forEach((name, count) -> items.addObject().put("name", name).put("toolCount", count));
    return document;
  }
}
