package sh.executor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;
import sh.executor.cli.server.Profile;
import sh.executor.cli.server.Profiles;

/** {@code executor logout}: forgets what opens a server, and keeps its name. */
@Command(name = "logout")
final class LogoutCommand implements Callable<Integer> {

  private final Invocation invocation;

  LogoutCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Profile profile = invocation.choice().profile();
    if (profile == null) {
      throw new CommandFailure(
          "Nothing is kept for this server: name one of 'executor server list' with --server.");
    }
    new Profiles(invocation.dataDirectory()).put(profile.with(null));
    if (invocation.output().json()) {
      invocation.output().document(Json.object().put("name", profile.name()));
    } else {
      invocation.output().line("Signed out of " + profile.name() + '.');
    }
    return 0;
  }
}
