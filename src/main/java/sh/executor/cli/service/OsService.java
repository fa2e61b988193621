package sh.executor.cli.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import sh.executor.cli.output.CommandFailure;

/**
 * The service of one user.
 *
 * @param platform what keeps it
 * @param tools asks the platform
 */
public record OsService(Platform platform, SystemTools tools) {

  /**
   * How a service stands.
   *
   * @param registered whether its description is there
   * @param running whether the platform says that it runs
   * @param current whether its description is the one that would be written now
   */
  public record Status(boolean registered, boolean running, boolean current) {}

  /**
   * Describes the service, and starts it; again, if it was there.
   *
   * @throws CommandFailure when the platform refuses; nothing is left behind then
   */
  public void install(List<String> command, boolean boot) {
    byte[] description = platform.description(command, boot);
    boolean again = Files.exists(platform.file());
    if (again) {
      // launchd reads a description when it is told of one that is new to it.
      platform.unregister().forEach(tools::run);
    }
    write(description);
    for (List<String> step : platform.register(boot)) {
      SystemTools.Ran ran = tools.run(step);
      if (!ran.done()) {
        delete();
        throw refused(step, ran);
      }
    }
  }

  /** Stops the service and forgets it; false when there was none. */
  public boolean uninstall() {
    if (Files.notExists(platform.file())) {
      return false;
    }
    platform.unregister().forEach(tools::run);
    delete();
    return true;
  }

  /** Starts it. */
  public void start() {
    done(platform.start());
  }

  /** Stops it. */
  public void stop() {
    done(platform.stop());
  }

  /** How it stands. */
  public Status status(List<String> command) {
    if (Files.notExists(platform.file())) {
      return new Status(false, false, true);
    }
    return new Status(true, platform.runs(tools.run(platform.query())), isCurrent(command));
  }

  private boolean isCurrent(List<String> command) {
    try {
      byte[] there = Files.readAllBytes(platform.file());
      return Arrays.equals(there, platform.description(command, false))
          || Arrays.equals(there, platform.description(command, true));
    } catch (IOException e) {
      return false;
    }
  }

  private void done(List<String> step) {
    if (Files.notExists(platform.file())) {
      throw new CommandFailure("There is no service: 'executor service install' makes one.");
    }
    SystemTools.Ran ran = tools.run(step);
    if (!ran.done()) {
      throw refused(step, ran);
    }
  }

  private CommandFailure refused(List<String> step, SystemTools.Ran ran) {
    String said = ran.output().lines().findFirst().orElse("it said nothing").strip();
    return new CommandFailure(
        "'"
            + String.join(" ", step)
            + "' failed ("
            + said
            + "): is "
            + platform.name()
            + " in use here? 'executor daemon start' needs no service.",
        "ServiceRefused");
  }

  private void write(byte[] description) {
    Path file = platform.file();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, description);
    } catch (IOException e) {
      throw new CommandFailure("Can not write " + file + ": " + e.getMessage(), e);
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(platform.file());
    } catch (IOException e) {
      throw new CommandFailure("Can not delete " + platform.file() + '.', e);
    }
  }
}
