package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sh.executor.api.OpenApiAdded;
import sh.executor.api.OpenApiCreate;
import sh.executor.api.SpecSource;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;
import sh.executor.cli.server.Reply;
import sh.executor.cli.server.ServerClient;

/** {@code executor add}: a thing with tools, as yet without a connection. */
@Command(name = "add")
final class AddCommand {

  private static final String NO_ROUTE = "RouteNotFound";
  private static final String SLUG = "What its tools are named under. Default: from its title.";
  private static final String NAME = "For people. Default: its title.";

  private final Invocation invocation;

  AddCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "openapi", description = "Adds an API by its OpenAPI description.")
  int openapi(
      @Parameters(
              paramLabel = "SOURCE",
              description = "The description: its URL, a file, or - for standard input.")
          String source,
      @Option(names = "--slug", paramLabel = "SLUG", description = SLUG) @Nullable String slug,
      @Option(names = "--name", paramLabel = "NAME", description = NAME) @Nullable String name,
      @Option(names = "--api-url", paramLabel = "URL", description = "Where to call it.")
          @Nullable String apiUrl,
      @Option(
              names = "--auth",
              paramLabel = "HOW",
              description =
                  "How connections authenticate: bearer, none, header:NAME, query:NAME, or a JSON"
                      + " array of templates. Default: as the description says.")
          @Nullable String auth) {
    OpenApiCreate wanted =
        new OpenApiCreate(
            specification(source),
            slug,
            name,
            null,
            apiUrl,
            null,
            null,
            auth == null ? null : AuthTemplate.of(auth),
            null,
            null);
    return invocation.ask(
        client -> {
          Reply reply = client.post("/openapi/specs", wanted, ServerClient.PATIENTLY);
          OpenApiAdded added = reply.as(OpenApiAdded.class);
          return told(reply, added.slug(), ", " + added.toolCount() + " tools");
        });
  }

  private SpecSource specification(String source) {
    if (source.startsWith("https://") || source.startsWith("http://")) {
      return new SpecSource(SpecSource.Kind.URL, source, null);
    }
    return new SpecSource(
        SpecSource.Kind.BLOB, null, source.equals("-") ? invocation.typed() : Typed.file(source));
  }

  @Command(name = "graphql", description = "Adds a GraphQL API by its endpoint.")
  int graphql(
      @Parameters(paramLabel = "URL", description = "The endpoint.") String url,
      @Option(names = "--slug", paramLabel = "SLUG", description = SLUG) @Nullable String slug,
      @Option(names = "--name", paramLabel = "NAME", description = NAME) @Nullable String name) {
    ObjectNode wanted = named(slug, name).put("endpoint", url);
    return add("/graphql/integrations", "GraphQL APIs", wanted);
  }

  @Command(name = "mcp", description = "Adds a remote MCP server by its endpoint.")
  int mcp(
      @Parameters(paramLabel = "URL", description = "The endpoint.") String url,
      @Option(names = "--slug", paramLabel = "SLUG", description = SLUG) @Nullable String slug,
      @Option(names = "--name", paramLabel = "NAME", required = true, description = "For people.")
          String name) {
    ObjectNode wanted = named(slug, name).put("transport", "remote").put("endpoint", url);
    return add("/mcp/servers", "MCP servers", wanted);
  }

  private static ObjectNode named(@Nullable String slug, @Nullable String name) {
    ObjectNode wanted = Json.object();
    if (slug != null) {
      wanted.put("slug", slug);
    }
    if (name != null) {
      wanted.put("name", name);
    }
    return wanted;
  }

  private int add(String path, String what, ObjectNode wanted) {
    return invocation.ask(
        client -> {
          Reply reply =
              posted(client, what, asked -> asked.post(path, wanted, ServerClient.PATIENTLY));
          return told(reply, reply.body().path("slug").asText(), "");
        });
  }

  private static Reply posted(
      ServerClient client, String what, Function<ServerClient, Reply> question) {
    try {
      return question.apply(client);
    } catch (CommandFailure e) {
      if (NO_ROUTE.equals(e.tag())) {
        throw new CommandFailure(
            "The server at " + client.origin() + " can not add " + what + " yet: upgrade it.",
            NO_ROUTE);
      }
      throw e;
    }
  }

  private int told(Reply reply, String slug, String more) {
    if (invocation.output().json()) {
      invocation.output().document(reply.body());
    } else {
      invocation.output().line("Added " + slug + more + ".");
      invocation.output().note("Connect it: executor connect " + slug);
    }
    return 0;
  }
}
