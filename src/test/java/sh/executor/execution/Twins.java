package sh.executor.execution;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import sh.executor.database.DatabaseLogin;
import sh.executor.testkit.Rest;
import sh.executor.testkit.ServiceProcess;

/** Two nodes of the packaged service on one database, to be killed and started again. */
final class Twins implements AutoCloseable {

  private final Path folder;
  private final DatabaseLogin login;
  private final Backstage backstage;
  private final Map<String, String> settings;
  private final Map<String, Node> nodes = new ConcurrentHashMap<>();

  /**
   * Starts {@code a} and {@code b}.
   *
   * @param settings variables for both
   */
  Twins(Path folder, DatabaseLogin login, Backstage backstage, Map<String, String> settings) {
    this.folder = folder;
    this.login = login;
    this.backstage = backstage;
    this.settings = settings;
    start("a");
    start("b");
  }

  /**
   * A node that was started.
   *
   * @param id by which it holds runs
   */
  record Node(String name, UUID id, ServiceProcess process) {

    Rest owner() {
      return Rest.at(process.mcp()).as(process.ownerToken());
    }
  }

  Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalStateException("There is no node " + name);
    }
    return node;
  }

  Node other(Node node) {
    return node(node.name().equals("a") ? "b" : "a");
  }

  /** Starts a node, on the data of the one of that name before. */
  Node start(String name) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("EXECUTOR_SECRET_KEY", Backstage.SECRET_KEY);
    environment.put("EXECUTOR_DATABASE_URL", login.url() + "?ApplicationName=" + name);
    environment.put("EXECUTOR_DATABASE_USER", login.user());
    environment.put("EXECUTOR_DATABASE_PASSWORD", login.password());
    environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    ServiceProcess process = ServiceProcess.start(folder.resolve(name), environment);
    Node node = new Node(name, backstage.newestNode(), process);
    nodes.put(name, node);
    return node;
  }

  @Override
  public void close() {
    nodes.values().forEach(node -> node.process().close());
  }
}
