package sh.executor.cli;

import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sh.executor.api.AccountView;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;
import sh.executor.cli.server.Endpoint;
import sh.executor.cli.server.Profile;
import sh.executor.cli.server.Profiles;
import sh.executor.cli.server.ServerChoice;
import sh.executor.cli.server.ServerClient;
import sh.executor.cli.server.StoredAuth;

/** {@code executor login}: signs in to a server in a browser, here or on another device. */
@Command(name = "login")
final class LoginCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the server is added as. Default: the account's address.")
  private @Nullable String name;

  @Option(names = "--no-browser", description = "Only prints where to go.")
  private boolean noBrowser;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "As whom this program is known there. Default: executor-cli.")
  private String clientId = "executor-cli";

  LoginCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    ServerChoice choice = invocation.choice();
    URI origin = choice.origin();
    // Of several accounts at one address each is a server of its own.
    Profile known = choice.baseUrl() == null ? choice.profile() : null;
    StoredAuth auth = invocation.login().signIn(origin, clientId, this::show);
    if (!(auth instanceof StoredAuth.SignedIn in)) {
      throw new IllegalStateException("signed in without a token");
    }
    AccountView account = account(new Endpoint(origin, in.accessToken()));
    Profile profile = profile(known, origin, account).with(auth);
    Profiles profiles = new Profiles(invocation.dataDirectory());
    profiles.put(profile);
    if (profiles.chosen().isEmpty()) {
      profiles.choose(profile.name());
    }
    String user = account.user().email();
    if (invocation.output().json()) {
      invocation
          .output()
          .document(
              Json.object()
                  .put("name", profile.name())
                  .put("server", origin.toString())
                  .put("user", user));
    } else {
      invocation
          .output()
          .line("Signed in to " + origin + " as " + user + "; its name is " + profile.name() + '.');
    }
    return 0;
  }

  private AccountView account(Endpoint endpoint) {
    try (ServerClient client = new ServerClient(endpoint, invocation.output()::note)) {
      return client.get("/account/me").as(AccountView.class);
    }
  }

  private Profile profile(@Nullable Profile known, URI origin, AccountView account) {
    if (name == null && known != null) {
      return known;
    }
    String wanted = name == null ? account.user().email().toLowerCase(Locale.ROOT) : name;
    Profile fresh = Profile.at(wanted, origin.toString(), null);
    return new Profiles(invocation.dataDirectory())
        .named(wanted)
        .map(
            taken -> {
              if (!taken.origin().equals(origin)) {
                throw new CommandFailure(
                    "'" + wanted + "' is " + taken.origin() + " already: add --name with another.");
              }
              return taken;
            })
        .orElse(fresh);
  }

  private void show(URI address, String code, @Nullable URI complete) {
    invocation.output().note("To sign in, open:  " + address);
    invocation.output().note("and confirm the code:  " + code);
    if (!noBrowser && invocation.surroundings().terminal().shows()) {
      Browser.open(complete == null ? address.toString() : complete.toString());
    }
  }
}
