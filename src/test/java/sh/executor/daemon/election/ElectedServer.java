package sh.executor.daemon.election;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.EmbeddedPostgres;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.RunningServer;

/** A server as an election launches it, which owns its directory and answers, and does no more. */
final class ElectedServer {

  private ElectedServer() {}

  /** How an election launches it; {@code flags} are system properties. */
  static ServerProgram program(String... flags) {
    return new ServerProgram(ElectingClient.java(ElectedServer.class, flags));
  }

  /** Takes the directory, answers, says so, and stays. */
  public static void main(String... arguments) throws Exception {
    String failure = System.getProperty("fails");
    if (failure != null) {
      System.err.println("executor: " + failure);
      System.exit(Integer.getInteger("code", 1));
    }
    OwnSession.begin();
    List<String> given = Arrays.asList(arguments);
    DataDirectory directory =
        DataDirectory.open(Path.of(given.get(given.indexOf("--data-dir") + 1)));
    InstanceLock lock = InstanceLock.claim(directory);
    if (Boolean.getBoolean("postgres")) {
      EmbeddedPostgres.start(directory, new SecureRandom());
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/health", ElectedServer::answer);
    server.start();
    if (!Boolean.getBoolean("silent")) {
      URI origin = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      RunningServer.here(RunningServer.Kind.DAEMON, directory, origin, Instant.now(), "1.2.3")
          .announce(directory);
    }
    Runnable end = Boolean.getBoolean("deaf") ? ElectedServer::stay : lock::close;
    Runtime.getRuntime().addShutdownHook(new Thread(end));
    Thread.currentThread().join();
  }

  private static void stay() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    byte[] ok = "ok".getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, ok.length);
    try (var body = exchange.getResponseBody()) {
      body.write(ok);
    }
  }
}
