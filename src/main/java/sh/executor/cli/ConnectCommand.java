package sh.executor.cli;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sh.executor.api.AuthMethodView;
import sh.executor.api.ConnectionCreate;
import sh.executor.api.ConnectionView;
import sh.executor.api.IntegrationView;
import sh.executor.api.OwnerName;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.server.Reply;
import sh.executor.cli.server.ServerClient;

/** {@code executor connect}: gives an integration a credential. */
@Command(
    name = "connect",
    footer = {
      "",
      "The credential is asked for, and not shown as it is typed. Scripts give it on standard",
      "input or in a variable; it is never an argument, which other users could read:",
      "",
      "executor connect github < token.txt",
      "executor connect github --from-env GITHUB_TOKEN"
    })
final class ConnectCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "INTEGRATION", description = "Its slug.")
  private String slug = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What its tools are named under. Default: main.")
  private String name = "main";

  @Option(
      names = "--owner",
      paramLabel = "OWNER",
      description = "org for everybody, user for yourself. Default: org.")
  private Owner owner = Owner.org;

  @Option(
      names = "--template",
      paramLabel = "ID",
      description = "The way to authenticate. Default: the only one there is.")
  private @Nullable String template;

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      description = "Who it acts as over there, for people.")
  private @Nullable String label;

  @Option(
      names = "--from-env",
      paramLabel = "[VALUE=]VARIABLE",
      description = "Takes the credential from a variable of the environment.")
  private List<String> fromEnvironment = List.of();

  ConnectCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** As they are typed. */
  enum Owner {
    org(OwnerName.ORG),
    user(OwnerName.USER);

    private final OwnerName wire;

    Owner(OwnerName wire) {
      this.wire = wire;
    }
  }

  @Override
  public Integer call() {
    return invocation.ask(
        client -> {
          AuthMethodView method = method(client);
          Reply reply = client.post("/connections", wanted(method), ServerClient.SOON);
          if (invocation.output().json()) {
            invocation.output().document(reply.body());
          } else {
            String address = reply.as(ConnectionView.class).address();
            invocation.output().line("Connected " + address + '.');
          }
          return 0;
        });
  }

  private ConnectionCreate wanted(AuthMethodView method) {
    SequencedSet<String> variables = variables(method);
    Map<String, String> values =
        variables.isEmpty()
            ? new HashMap<>()
            : new Credentials(invocation, fromEnvironment).values(variables);
    return new ConnectionCreate(
        owner.wire,
        name,
        slug,
        method.template(),
        label,
        null,
        null,
        values.isEmpty() ? null : values);
  }

  private AuthMethodView method(ServerClient client) {
    List<AuthMethodView> methods =
        client.get("/integrations/" + Query.encoded(slug)).as(IntegrationView.class).authMethods();
    List<AuthMethodView> fitting =
        methods.stream()
            .filter(method -> template == null || method.template().equals(template))
            .toList();
    if (fitting.size() != 1) {
      String known =
          methods.stream().map(AuthMethodView::template).collect(Collectors.joining(", "));
      throw new CommandFailure(
          template == null
              ? slug
                  + " knows several ways to authenticate: add --template with one of "
                  + known
                  + '.'
              : slug + " has no template '" + template + "', but " + known + '.');
    }
    if (fitting.getFirst().kind() == AuthMethodView.Kind.OAUTH) {
      throw new CommandFailure(
          slug + " is signed in to in a browser: 'executor web' opens the console.");
    }
    return fitting.getFirst();
  }

  private static SequencedSet<String> variables(AuthMethodView method) {
    SequencedSet<String> variables = new LinkedHashSet<>();
    if (method.placements() != null) {
      for (AuthMethodView.Placement placement : method.placements()) {
        if (placement.variable() != null) {
          variables.add(placement.variable());
        }
        if (placement.variables() != null) {
          variables.addAll(placement.variables());
        }
      }
    }
    return variables;
  }
}
