package sh.executor.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import sh.executor.cli.ServerDocument;
import sh.executor.cli.Version;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.LocalTokens;
import sh.executor.daemon.RunningServer;
import sh.executor.daemon.RunningServer.Kind;
import sh.executor.kernel.PublicUrl;

/** The service from the moment it answers: says so, lets others find it, and waits for its end. */
@ApplicationScoped
public class ReadyServer implements QuarkusApplication {

  private final ServerConfig config;
  private final String host;
  private final HttpServer http;
  private final InstantSource clock;
  private final SecureRandom random;
  private final PublicUrl publicUrl;

  @Inject
  ReadyServer(
      ServerConfig config,
      @ConfigProperty(name = "quarkus.http.host") String host,
      HttpServer http,
      InstantSource clock,
      SecureRandom random,
      PublicUrl publicUrl) {
    this.config = config;
    this.host = host;
    this.http = http;
    this.clock = clock;
    this.random = random;
    this.publicUrl = publicUrl;
  }

  @Override
  public int run(String... arguments) {
    URI origin = Origins.of(host, http.getPort());
    config.dataDir().map(DataDirectory::open).ifPresent(directory -> ready(directory, origin));
    Quarkus.waitForExit();
    config.dataDir().map(DataDirectory::open).ifPresent(RunningServer::withdraw);
    return 0;
  }

  private void ready(DataDirectory directory, URI origin) {
    Kind kind = Kind.of(config.kind());
    RunningServer server =
        RunningServer.here(kind, directory, origin, clock.instant(), Version.number());
    server.announce(directory);
    // The output of a daemon is a file: no key goes there.
    PrintStream out = System.out;
    out.println(kind == Kind.DAEMON ? daemon(server) : welcome(directory, server));
    out.flush();
  }

  private String daemon(RunningServer server) {
    return config.json()
        ? ServerDocument.of("running", server).toString()
        : "Daemon ready on " + server.origin();
  }

  private String welcome(DataDirectory directory, RunningServer server) {
    String agentToken = LocalTokens.open(directory, random).agent();
    Welcome welcome = new Welcome(Version.number(), publicUrl.at(""), directory.root(), agentToken);
    return config.json() ? welcome.line(server) : welcome.text();
  }
}
