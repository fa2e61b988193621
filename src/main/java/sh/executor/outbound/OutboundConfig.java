package sh.executor.outbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What leaves the house, and how much of it at once. */
@ConfigMapping(prefix = "executor.outbound")
interface OutboundConfig {

  /**
   * Whether this machine and its networks may be called: loopback, private, carrier-grade and
   * unique-local addresses. {@code EXECUTOR_ALLOW_LOCAL_NETWORK}. On for the single-user server
   * bound to loopback, else off; metadata services stay closed in any case.
   */
  @WithDefault("false")
  boolean allowLocalNetwork();

  /** How long one address of a host may take to accept a connection. */
  @WithDefault("5s")
  Duration connectWithin();

  /** How long a request waits for others to end when a limit below is reached. */
  @WithDefault("10s")
  Duration permitWithin();

  /** Requests under way, in all. */
  @WithDefault("1024")
  int requestsMax();

  /** Requests under way for one organisation. */
  @WithDefault("256")
  int requestsPerTenantMax();

  /** Requests under way for one organisation at one origin. */
  @WithDefault("64")
  int requestsPerOriginMax();

  /** Connections beyond which none is kept open for a next request. */
  @WithDefault("512")
  int connectionsKeptMax();

  /** How long an unused connection is kept open. */
  @WithDefault("30s")
  Duration connectionsKeptFor();

  /** Bytes of a request's body. */
  @WithDefault("33554432")
  int requestBytesMax();
}
