package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.server.DeviceLogin.Ending;
import sh.executor.cli.server.Profile;
import sh.executor.cli.server.Profiles;
import sh.executor.cli.server.StoredAuth;

/**
 * {@code executor logout}: forgets what opens a server, keeps its name, and has a sign-in ended
 * where it was made, if that is offered.
 */
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
    // First: whatever becomes of the rest, nothing is kept here.
    new Profiles(invocation.dataDirectory()).put(profile.with(null));
    Optional<Ending> ending =
        profile.auth() instanceof StoredAuth.SignedIn in
            ? Optional.of(invocation.login().end(profile.origin(), in))
            : Optional.empty();
    Output output = invocation.output();
    if (output.json()) {
      ObjectNode document = Json.object().put("name", profile.name());
      ending.ifPresent(one -> document.put("revoked", one == Ending.REVOKED));
      output.document(document);
    } else {
      output.line("Signed out of " + profile.name() + '.');
      ending.filter(one -> one != Ending.REVOKED).ifPresent(one -> output.note(told(one)));
    }
    return 0;
  }

  private static String told(Ending ending) {
    return ending == Ending.NOT_OFFERED
        ? "What was kept here is gone. It would open the server until it expires: that offers no"
            + " way to end a sign-in."
        : "What was kept here is gone. It may open the server until it expires: to have it ended"
            + " there failed.";
  }
}
