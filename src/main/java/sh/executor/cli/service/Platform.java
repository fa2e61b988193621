package sh.executor.cli.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

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

  /**
   * What stops the service and forgets it, before its file is deleted.
   *
   * @param standing the answer to {@link #query}
   */
  List<List<String>> unregister(SystemTools.Ran standing);

  /** What is to be said once its file is deleted. */
  default List<List<String>> deleted() {
    return List.of();
  }

  /** What starts it; {@code standing} is the answer to {@link #query}. */
  List<List<String>> start(SystemTools.Ran standing);

  /** Likewise, what stops it: for as long as nobody starts it. */
  List<List<String>> stop(SystemTools.Ran standing);

  /** What is asked how it stands. */
  List<String> query();

  /** Whether the answer to {@link #query} says that it runs. */
  boolean runs(SystemTools.Ran answer);

  /** Whether it says that there is nothing of it any more that a new one could be taken for. */
  boolean gone(SystemTools.Ran answer);

  /** The process it says the service is; empty where the platform does not tell. */
  OptionalLong process(SystemTools.Ran answer);

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
