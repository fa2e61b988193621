package sh.executor.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.EmbeddedPostgres;
import sh.executor.daemon.LocalServerException;
import sh.executor.database.DatabaseLogin;

/**
 * A data directory's own PostgreSQL, for as long as something is done with it and no longer: also
 * when a signal ends the process, be it while the database comes up or while what uses it does not
 * end.
 */
final class PrivateDatabase {

  private static final Duration CLEAN_UP_MAX = Duration.ofSeconds(10);

  private final DataDirectory directory;
  private final Duration grace;
  private final Thread user = Thread.currentThread();
  private final AtomicBoolean starting = new AtomicBoolean(true);
  private final CountDownLatch ended = new CountDownLatch(1);

  private PrivateDatabase(DataDirectory directory, Duration grace) {
    this.directory = directory;
    this.grace = grace;
  }

  /**
   * Does something with it, in this thread.
   *
   * @param directory this process's own
   * @param random a cryptographically strong source
   * @param grace how long a signal leaves to {@code work}, which is told of it in its own way
   * @return what {@code work} answers
   * @throws LocalServerException when the database does not come up
   */
  static int during(
      DataDirectory directory,
      RandomGenerator random,
      Duration grace,
      ToIntFunction<DatabaseLogin> work) {
    PrivateDatabase database = new PrivateDatabase(directory, grace);
    Runtime.getRuntime().addShutdownHook(new Thread(database::stop));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, random)) {
      database.starting.set(false);
      return work.applyAsInt(postgres.login());
    } finally {
      database.ended.countDown();
    }
  }

  /** Runs as the process ends. */
  private void stop() {
    boolean comesUp = starting.get() && ended.getCount() > 0;
    if (comesUp) {
      user.interrupt();
    }
    try {
      Duration left = comesUp ? CLEAN_UP_MAX : grace;
      if (!ended.await(left.toMillis(), TimeUnit.MILLISECONDS)) {
        // The directory is this process's still, so what runs there is no other's.
        EmbeddedPostgres.stopLeft(directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LocalServerException e) {
      System.err.println("executor: " + e.getMessage() + " It is taken over next time.");
    }
  }
}
