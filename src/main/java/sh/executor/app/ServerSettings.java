package sh.executor.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import sh.executor.cli.ServeOptions;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.LocalTokens;
import sh.executor.daemon.RunningServer.Kind;
import sh.executor.database.DatabaseLogin;

/** What the surroundings tell Quarkus, as configuration properties of this process. */
record ServerSettings(
    ServeOptions options,
    Kind kind,
    DataDirectory directory,
    LocalTokens tokens,
    DatabaseLogin database) {

  /** The properties; those the environment's variables stand for among them. */
  Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>();
    properties.put("quarkus.http.host", options.host());
    properties.put("quarkus.http.port", Integer.toString(options.port()));
    properties.put("quarkus.datasource.jdbc.url", database.url());
    properties.put("quarkus.datasource.username", database.user());
    properties.put("quarkus.datasource.password", database.password());
    properties.put("executor.server.kind", kind.word());
    properties.put("executor.server.json", Boolean.toString(options.json()));
    properties.put("executor.server.data-dir", directory.root().toString());
    properties.put(
        "executor.secret.key-file",
        directory.root().resolve("server-control").resolve("secret.key").toString());
    properties.put("executor.local.owner-token", tokens.owner());
    properties.put("executor.local.agent-token", tokens.agent());
    if (!environment.containsKey("EXECUTOR_ALLOW_LOCAL_NETWORK")) {
      properties.put("executor.outbound.allow-local-network", Boolean.toString(onLoopback()));
    }
    exporter(environment, properties);
    return properties;
  }

  private boolean onLoopback() {
    try {
      return InetAddress.getByName(options.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Telemetry leaves the process only when someone said where to. The variables are those every
   * OpenTelemetry SDK knows, and so are their defaults.
   *
   * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OpenTelemetry
   *     Protocol Exporter</a>
   */
  private static void exporter(Map<String, String> environment, Map<String, String> properties) {
    String endpoint = environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "");
    if (!endpoint.isBlank()) {
      properties.put("quarkus.otel.sdk.disabled", "false");
      properties.put("quarkus.otel.instrument.vertx-http", "true");
      properties.put("quarkus.otel.exporter.otlp.endpoint", endpoint);
      properties.put(
          "quarkus.otel.exporter.otlp.protocol",
          environment.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
      properties.put("quarkus.datasource.jdbc.telemetry.enabled", "true");
    }
  }

  @Override
  public String toString() {
    return "ServerSettings[" + options + ']';
  }
}
