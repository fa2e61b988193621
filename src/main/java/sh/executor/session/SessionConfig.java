package sh.executor.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may set about sessions. */
@ConfigMapping(prefix = "executor.session")
interface SessionConfig {

  /** How long an unused session stays in memory. */
  @WithDefault("5m")
  Duration idleDrop();

  /** How long an unused session stays in the database; after that its id is unknown. */
  @WithDefault("30d")
  Duration ttl();

  /**
   * How many sessions one account of an organisation may have. Of more, those that were not used
   * for {@link #eventTtl} give way.
   */
  @WithDefault("10000")
  int perAccountMax();

  /** How long a stream's events are kept after the newest of them, when nobody asks for them. */
  @WithDefault("24h")
  Duration eventTtl();

  /** How exactly the last use is noted down: a session in use costs one write in that time. */
  @WithDefault("1m")
  Duration activityInterval();

  /** How often idle sessions are looked for in memory. */
  @WithDefault("30s")
  Duration sweepInterval();

  /** How often old sessions are looked for in the database. */
  @WithDefault("10m")
  Duration purgeInterval();

  /** How many sessions a purge forgets at a time. */
  @WithDefault("500")
  int purgeBatch();

  /** How many sessions are kept in memory. */
  @WithDefault("50000")
  int cachedMax();

  /** How many HTTP requests of one session are worked on at once. */
  @WithDefault("64")
  int requestsMax();

  /** How many questions a session's client may be asked at once. */
  @WithDefault("16")
  int questionsMax();
}
