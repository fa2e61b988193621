package sh.executor.mcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import sh.executor.database.Database;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.Rest;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.TestDatabase;

/** Nodes of the packaged service on one database, to be killed, stopped and started again. */
final class Fleet implements AutoCloseable {

  private static final String SECRET_KEY =
      Base64.getEncoder().encodeToString("a master key for tests, 32 bytes".getBytes(US_ASCII));

  private final Path folder;
  private final TestDatabase database;
  private final Map<String, String> settings;
  private final Map<String, ServiceProcess> nodes = new ConcurrentHashMap<>();

  /**
   * Starts none yet.
   *
   * @param settings variables of every node
   */
  Fleet(Path folder, TestDatabase database, Map<String, String> settings) {
    this.folder = folder;
    this.database = database;
    this.settings = Map.copyOf(settings);
  }

  /** Starts a node, on the data of the one of that name before. */
  ServiceProcess start(String name) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("EXECUTOR_SECRET_KEY", SECRET_KEY);
    environment.put("EXECUTOR_DATABASE_URL", database.login().url() + "?ApplicationName=" + name);
    environment.put("EXECUTOR_DATABASE_USER", database.login().user());
    environment.put("EXECUTOR_DATABASE_PASSWORD", database.login().password());
    environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    ServiceProcess node = ServiceProcess.start(folder.resolve(name), environment);
    nodes.put(name, node);
    Awaitility.await("the others to know where it is").until(() -> isKnown(node));
    return node;
  }

  /** A node that was started. */
  ServiceProcess node(String name) {
    ServiceProcess node = nodes.get(name);
    if (node == null) {
      throw new IllegalStateException("There is no node " + name);
    }
    return node;
  }

  /** All that were started and not forgotten. */
  Map<String, ServiceProcess> nodes() {
    return Map.copyOf(nodes);
  }

  /** The owner at a node. */
  Rest owner(String name) {
    return Rest.at(node(name).mcp()).as(node(name).ownerToken());
  }

  /** A client at a node, with the node's own key: everywhere that of one and the same person. */
  Mcp client(String name) {
    return Mcp.at(node(name).mcp()).as(node(name).agentKey());
  }

  /** Where the node is that a session is at home at. */
  String home(String sessionId) {
    return database()
        .one(
            "select n.url from mcp_session s join node n on n.id = s.home_node"
                + " where s.session_sha256 = sha256(convert_to(?, 'UTF8'))",
            row -> row.text(1),
            sessionId)
        .orElse("nowhere");
  }

  /** Where a node says that it is. */
  static String url(ServiceProcess node) {
    return node.mcp().toString().replaceFirst("/mcp$", "");
  }

  private boolean isKnown(ServiceProcess node) {
    return database()
        .one("select true from node where url = ?", row -> row.flag(1), url(node))
        .isPresent();
  }

  private Database database() {
    return database.database();
  }

  @Override
  public void close() {
    nodes.values().forEach(ServiceProcess::close);
  }
}
