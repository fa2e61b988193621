package sh.executor.session;

import java.time.Duration;

/** The defaults, but for how many sessions memory holds, and an account may have. */
record FixedSessionConfig(int cachedMax, int perAccountMax) implements SessionConfig {

  FixedSessionConfig(int cachedMax) {
    this(cachedMax, 10_000);
  }

  @Override
  public Duration idleDrop() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Duration ttl() {
    return Duration.ofDays(30);
  }

  @Override
  public Duration eventTtl() {
    return Duration.ofHours(24);
  }

  @Override
  public Duration activityInterval() {
    return Duration.ofMinutes(1);
  }

  @Override
  public Duration sweepInterval() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration purgeInterval() {
    return Duration.ofMinutes(10);
  }

  @Override
  public int purgeBatch() {
    return 500;
  }

  @Override
  public int requestsMax() {
    return 64;
  }

  @Override
  public int questionsMax() {
    return 16;
  }
}
