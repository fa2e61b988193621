package sh.executor.testkit;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Properties;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.EmbeddedPostgres;
import sh.executor.daemon.InstanceLock;
import sh.executor.database.DatabaseLogin;

/**
 * The PostgreSQL of this test run: the product's own embedded one, over {@code target/test-pg},
 * which is kept from run to run. Started when first asked for, stopped when the JVM ends.
 */
final class TestServer {

  private static final Path FOLDER = Path.of("target", "test-pg");
  private static final String URL = "executor.test.server.url";
  private static final String USER = "executor.test.server.user";
  private static final String PASSWORD = "executor.test.server.password";

  private TestServer() {}

  /**
   * How to reach it. Tests inside Quarkus have class loaders of their own, so one JVM may hold this
   * class several times; they find the one server by system properties.
   */
  static DatabaseLogin login() {
    Properties shared = System.getProperties();
    synchronized (shared) {
      if (shared.getProperty(URL) == null) {
        DatabaseLogin login = start();
        shared.setProperty(URL, login.url());
        shared.setProperty(USER, login.user());
        shared.setProperty(PASSWORD, login.password());
      }
      return new DatabaseLogin(
          shared.getProperty(URL), shared.getProperty(USER), shared.getProperty(PASSWORD));
    }
  }

  private static DatabaseLogin start() {
    DataDirectory directory = DataDirectory.open(FOLDER);
    InstanceLock lock = InstanceLock.claim(directory);
    EmbeddedPostgres server = EmbeddedPostgres.start(directory, new SecureRandom());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  lock.close();
                }));
    Templates.dropLeftovers(server.login());
    return server.login();
  }
}
