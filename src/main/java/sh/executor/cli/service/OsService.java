package sh.executor.cli.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;

/**
 * The service of one user.
 *
 * @param platform what keeps it
 * @param tools asks the platform
 * @param pause does nothing for a while
 */
public record OsService(Platform platform, SystemTools tools, Consumer<Duration> pause) {

  private static final Duration POLL = Duration.ofMillis(250);

  /** A minute: as long as a server is given to stop. */
  private static final int POLLS_MAX = 240;

  private static final Pattern PORT = Pattern.compile("--port[^0-9]{1,32}([0-9]{1,5})");

  /**
   * How a service stands.
   *
   * @param registered whether its description is there
   * @param running whether the platform says that it runs
   * @param process the process it says that it is; empty where it does not tell
   */
  public record Status(boolean registered, boolean running, OptionalLong process) {

    /** Whether process {@code pid} is the service, as far as the platform tells. */
    public boolean is(long pid) {
      return running && (process.isEmpty() || process.getAsLong() == pid);
    }
  }

  /**
   * Describes the service, and starts it; again, if it was there.
   *
   * @throws CommandFailure when the platform refuses; all is as it was then, as far as it lets us
   */
  public void install(List<String> command, boolean boot) {
    byte[] description = platform.description(command, boot);
    byte[] before = described();
    if (before != null) {
      // launchd reads a description when it is told of one that is new to it.
      unregister();
    }
    write(description);
    for (List<String> step : platform.register(boot)) {
      SystemTools.Ran ran = tools.run(step);
      if (!ran.done()) {
        undo(before);
        throw refused(step, ran);
      }
    }
  }

  /** Forgets what was begun; of steps that fail there is nothing more to say. */
  private void undo(byte @Nullable [] before) {
    platform.unregister(standing()).forEach(tools::run);
    if (before == null) {
      delete();
    } else {
      write(before);
      platform.register(false).forEach(tools::run);
    }
  }

  /**
   * Stops the service and forgets it; false when there was none.
   *
   * @throws CommandFailure when the platform refuses; it is still there then
   */
  public boolean uninstall() {
    if (Files.notExists(platform.file())) {
      return false;
    }
    unregister();
    delete();
    return true;
  }

  private void unregister() {
    all(platform.unregister(standing()));
    awaitGone();
  }

  /** Starts it. */
  public void start() {
    requireThere();
    all(platform.start(standing()));
  }

  /** Stops it, and waits until it has. */
  public void stop() {
    requireThere();
    all(platform.stop(standing()));
    awaitGone();
  }

  /** How it stands. */
  public Status status() {
    if (Files.notExists(platform.file())) {
      return new Status(false, false, OptionalLong.empty());
    }
    SystemTools.Ran standing = standing();
    return new Status(true, platform.runs(standing), platform.process(standing));
  }

  /** The port it was told to take; empty when there is no service, or none that says one. */
  public OptionalLong port() {
    byte[] there = described();
    // Windows' is in two bytes a letter.
    return there == null
        ? OptionalLong.empty()
        : Words.number(PORT, new String(there, StandardCharsets.ISO_8859_1).replace("\0", ""));
  }

  /** Whether its description is the one that would be written for {@code command}. */
  public boolean runsAs(List<String> command) {
    byte[] there = described();
    return there != null
        && (Arrays.equals(there, platform.description(command, false))
            || Arrays.equals(there, platform.description(command, true)));
  }

  private SystemTools.Ran standing() {
    return tools.run(platform.query());
  }

  private void awaitGone() {
    for (int polls = 0; !platform.gone(standing()); polls++) {
      if (polls == POLLS_MAX) {
        throw new CommandFailure(
            "The service has not stopped after a minute: see 'executor service status'.",
            "ServiceRefused");
      }
      pause.accept(POLL);
    }
  }

  private void requireThere() {
    if (Files.notExists(platform.file())) {
      throw new CommandFailure("There is no service: 'executor service install' makes one.");
    }
  }

  private void all(List<List<String>> steps) {
    for (List<String> step : steps) {
      SystemTools.Ran ran = tools.run(step);
      if (!ran.done()) {
        throw refused(step, ran);
      }
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

  private byte @Nullable [] described() {
    try {
      return Files.exists(platform.file()) ? Files.readAllBytes(platform.file()) : null;
    } catch (IOException e) {
      throw new CommandFailure("Can not read " + platform.file() + ": " + e.getMessage(), e);
    }
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
    platform.deleted().forEach(tools::run);
  }
}
