package sh.executor.cli.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;
import sh.executor.daemon.PrivateFile;

/**
 * The servers that were added, in {@code server-connections.json} of the data directory: with mode
 * 0600, there wholly or not at all, changed by one process at a time.
 */
public final class Profiles {

  /** Half a minute: longer than a renewal takes, which another process may be at. */
  private static final int LOCK_TRIES = 600;

  private static final int LOCK_PAUSE_MILLIS = 50;

  private final Path directory;
  private final Path file;

  /**
   * @param dataDirectory where they are kept; made when the first one is
   */
  public Profiles(Path dataDirectory) {
    this.directory = dataDirectory;
    this.file = dataDirectory.resolve("server-connections.json");
  }

  /** All of them, in the order they were added. */
  public List<Profile> all() {
    return List.copyOf(read().profiles().values());
  }

  /** The one of this name. */
  public Optional<Profile> named(String name) {
    return Optional.ofNullable(read().profiles().get(name));
  }

  /** The one that is asked unless another is named; empty for the local server. */
  public Optional<Profile> chosen() {
    ProfileJson all = read();
    return Optional.ofNullable(all.chosen()).map(all.profiles()::get);
  }

  /** Adds one, or replaces the one of its name. */
  public void put(Profile profile) {
    change(all -> with(all, profile));
  }

  private static ProfileJson with(ProfileJson all, Profile profile) {
    Map<String, Profile> profiles = new LinkedHashMap<>(all.profiles());
    profiles.put(profile.name(), profile);
    return new ProfileJson(all.chosen(), profiles);
  }

  /** Makes one the one that is asked; null makes it the local server again. */
  public void choose(@Nullable String name) {
    change(all -> new ProfileJson(name, all.profiles()));
  }

  /** Forgets one, with what opens it. */
  public void remove(String name) {
    change(
        all -> {
          Map<String, Profile> profiles = new LinkedHashMap<>(all.profiles());
          profiles.remove(name);
          return new ProfileJson(name.equals(all.chosen()) ? null : all.chosen(), profiles);
        });
  }

  /**
   * Gives a profile what {@code renewal} makes of its credential, unless another process has just
   * changed it: tokens that are used once must not be used by two.
   *
   * @return the profile as it is then
   */
  Profile renewed(Profile profile, UnaryOperator<Profile> renewal) {
    return locked(
        () -> {
          ProfileJson all = read();
          Profile stored = all.profiles().getOrDefault(profile.name(), profile);
          if (!stored.equals(profile)) {
            return stored;
          }
          Profile renewed = renewal.apply(profile);
          write(with(all, renewed));
          return renewed;
        });
  }

  private void change(UnaryOperator<ProfileJson> change) {
    locked(
        () -> {
          write(change.apply(read()));
          return true;
        });
  }

  private ProfileJson read() {
    if (Files.notExists(file)) {
      return ProfileJson.none();
    }
    try {
      return ProfileJson.read(Json.MAPPER.readTree(file.toFile()));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          "Can not read " + file + ": repair it, or delete it and add the servers again.", e);
    }
  }

  private void write(ProfileJson profiles) {
    try {
      PrivateFile.write(file, Json.pretty(profiles.written()) + '\n');
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private <T> T locked(Supplier<T> work) {
    try {
      PrivateFile.createFolders(directory);
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve("server-connections.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = lock(channel)) {
        return work.get();
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    for (int i = 0; i < LOCK_TRIES; i++) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOCK_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure("Interrupted.", e);
      }
    }
    throw new CommandFailure("Another command has been changing the servers for long: try again.");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
      return null;
    }
  }

  private CommandFailure unwritable(IOException cause) {
    return new CommandFailure(
        "Can not write " + file + ": choose another directory with --data-dir.", cause);
  }
}
