package sh.executor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sh.executor.api.AccountView;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.server.Reply;

/** {@code executor whoami}: which server is asked, and as whom. */
@Command(name = "whoami")
final class WhoamiCommand implements Callable<Integer> {

  private final Invocation invocation;

  WhoamiCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.ask(
        client -> {
          Reply reply = client.get("/account/me");
          AccountView account = reply.as(AccountView.class);
          Output output = invocation.output();
          if (output.json()) {
            output.document(
                Json.object()
                    .put("server", client.origin().toString())
                    .set("account", reply.body()));
            return 0;
          }
          output.line("Server:       " + client.origin());
          AccountView.User user = account.user();
          String name = user.name() == null ? "" : user.name() + " ";
          output.line("User:         " + name + "<" + user.email() + ">");
          AccountView.Organization organization = account.organization();
          if (organization != null) {
            output.line("Organization: " + organization.name() + " (" + organization.slug() + ")");
          }
          return 0;
        });
  }
}
