package sh.executor.cli.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What keeps services on an operating system. */
public sealed interface Platform permits Systemd, Launchd, TaskScheduler {

  /** For people. */
  String name();

  /** Where the service is described. */
  Path file();

  /**
   * The description of a service that runs {@code command}.
   *
   * @param boot whether it starts with the machine, and not only when its user logs in
   */
  byte[] description(List<String> command, boolean boot);

  /** What makes the file that was written count, and starts the service. */
  List<List<String>> register(boolean boot);

  /** What stops the service and forgets it, before its file is deleted. */
  List<List<String>> unregister();

  /** What starts it. */
  List<String> start();

  /** What stops it. */
  List<String> stop();

  /** What is asked whether it runs. */
  List<String> query();

  /** Whether the answer to {@link #query} says that it runs. */
  boolean runs(SystemTools.Ran answer);

  /**
   * That of a system.
   *
   * @param system its name, as {@code os.name} has it
   * @param home of the user
   * @param environment the process's variables
   * @param uid of the user, where users have numbers
   */
  static Platform of(String system, Path home, Map<String, String> environment, long uid) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return new Launchd(home, uid);
    }
    return name.startsWith("windows")
        ? new TaskScheduler(home, environment)
        : new Systemd(home, environment);
  }
}
