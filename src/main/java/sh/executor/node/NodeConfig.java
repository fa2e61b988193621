package sh.executor.node;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What an operator may set about this node among others. */
@ConfigMapping(prefix = "executor.node")
interface NodeConfig {

  /**
   * Where the other nodes reach this one: scheme, host and port. Without it, a node that listens on
   * a loopback address is reached there, and any other one is not. {@code EXECUTOR_NODE_URL}.
   */
  Optional<URI> url();

  /**
   * How many requests and streams this node passes on to another one at once. A stream counts for
   * as long as its client listens; so the default is above the number of connections the server
   * takes ({@code quarkus.http.limits.max-connections}).
   */
  @WithDefault("16384")
  int hopsMax();

  /** How many bytes of one request or its answer may be on the way between two nodes. */
  @WithDefault("262144")
  int hopWindowBytes();

  /** How long a connection to another node may take to be made. */
  @WithDefault("2s")
  Duration hopConnectWithin();

  /** How long another node may be silent until it is given up. */
  @WithDefault("5s")
  Duration hopSilenceMax();
}
