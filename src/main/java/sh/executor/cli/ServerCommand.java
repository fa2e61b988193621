package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.server.Profile;
import sh.executor.cli.server.Profiles;
import sh.executor.cli.server.StoredAuth;
import sh.executor.daemon.PrivateFile;

/** {@code executor server}: the servers that commands may ask. */
@Command(name = "server")
final class ServerCommand {

  private static final int TOKEN_BYTES = 32;

  private final Invocation invocation;

  ServerCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "add", description = "Gives a server a name; --server NAME asks it then.")
  int add(
      @Parameters(paramLabel = "NAME", description = "For --server.") String name,
      @Parameters(paramLabel = "URL", description = "Scheme, host and port.") String url,
      @Option(names = "--display-name", paramLabel = "TEXT", description = "For people.")
          @Nullable String displayName,
      @Option(names = "--default", description = "It is asked unless another is named.")
          boolean chosen,
      @Option(
              names = "--with-key",
              description = "Keeps a key for it: asked for, or read from standard input.")
          boolean withKey) {
    Profiles profiles = new Profiles(invocation.dataDirectory());
    if (profiles.named(name).isPresent()) {
      throw new CommandFailure(
          "There is a server '" + name + "' already: remove it first, or use another name.");
    }
    Profile profile = Profile.at(name, url, displayName);
    if (withKey) {
      String key =
          new Credentials(invocation, List.of())
              .values(new LinkedHashSet<>(Set.of("key")))
              .getOrDefault("key", "");
      profile = profile.with(new StoredAuth.Key(key));
    }
    profiles.put(profile);
    if (chosen) {
      profiles.choose(name);
    }
    return told("Saved server profile " + name + " (" + profile.origin() + ").", name);
  }

  @Command(name = "list", description = "Lists the servers; * marks the one that is asked.")
  int list() {
    Profiles profiles = new Profiles(invocation.dataDirectory());
    String chosen = profiles.chosen().map(Profile::name).orElse(Profile.LOCAL);
    Output output = invocation.output();
    if (output.json()) {
      ArrayNode list = Json.MAPPER.createArrayNode();
      for (Profile one : profiles.all()) {
        list.addObject()
            .put("name", one.name())
            .put("origin", one.origin().toString())
            .put("displayName", one.displayName())
            .put("default", one.name().equals(chosen))
            .put("auth", auth(one));
      }
      output.document(list);
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "NAME", "ORIGIN", "DISPLAY NAME", "AUTH"));
    rows.add(
        List.of(
            mark(Profile.LOCAL, chosen), Profile.LOCAL, "the one of the data directory", "", ""));
    for (Profile one : profiles.all()) {
      String shown = one.displayName() == null ? "" : one.displayName();
      rows.add(
          List.of(mark(one.name(), chosen), one.name(), one.origin().toString(), shown, auth(one)));
    }
    output.table(rows);
    return 0;
  }

  private static String mark(String name, String chosen) {
    return name.equals(chosen) ? "*" : "";
  }

  private String auth(Profile profile) {
    boolean given =
        invocation.environment().containsKey("EXECUTOR_API_KEY")
            || invocation.environment().containsKey("EXECUTOR_AUTH_TOKEN");
    if (given) {
      return "env-auth";
    }
    return profile.auth() == null ? "none" : "stored-auth";
  }

  @Command(name = "use", description = "Makes a server the one that is asked.")
  int use(@Parameters(paramLabel = "NAME", description = "Of a server, or 'local'.") String name) {
    Profiles profiles = new Profiles(invocation.dataDirectory());
    if (name.equals(Profile.LOCAL)) {
      profiles.choose(null);
    } else {
      requireThere(profiles, name);
      profiles.choose(name);
    }
    return told("Commands ask " + name + " from now on.", name);
  }

  @Command(name = "remove", description = "Forgets a server and what opens it.")
  int remove(@Parameters(paramLabel = "NAME", description = "Of a server.") String name) {
    Profiles profiles = new Profiles(invocation.dataDirectory());
    requireThere(profiles, name);
    profiles.remove(name);
    return told("Removed " + name + '.', name);
  }

  private static void requireThere(Profiles profiles, String name) {
    if (profiles.named(name).isEmpty()) {
      throw new CommandFailure(
          "No server was added as '" + name + "': see 'executor server list'.");
    }
  }

  @Command(
      name = "rotate-token",
      description = "Gives the local server a new owner's bearer, good from its next start.")
  int rotateToken() {
    invocation.requireNoServer("server rotate-token");
    Path file = invocation.dataDirectory().resolve("server-control").resolve("auth.json");
    if (Files.notExists(file)) {
      throw new CommandFailure(
          "There is no bearer to replace in " + file + ": the first start makes one.");
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    try {
      PrivateFile.write(file, Json.object().put("token", token) + "\n");
    } catch (IOException e) {
      throw new CommandFailure("Can not write " + file + '.', e);
    }
    invocation.output().note("Restart the server: until then the old bearer opens it.");
    return told("The new bearer is in " + file + '.', Profile.LOCAL);
  }

  private int told(String sentence, String name) {
    if (invocation.output().json()) {
      invocation.output().document(Json.object().put("name", name).put("done", sentence));
    } else {
      invocation.output().line(sentence);
    }
    return 0;
  }
}
