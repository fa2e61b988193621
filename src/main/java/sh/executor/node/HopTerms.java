package sh.executor.node;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What holds for every link, as configured. */
@Singleton
final class HopTerms {

  /** How many nodes may be connected to this one. */
  static final int PEERS_MAX = 256;

  private final NodeConfig config;

  @Inject
  HopTerms(NodeConfig config) {
    this.config = config;
  }

  /** At the end that dials. */
  HopLink.Terms calling() {
    return terms(Optional.empty());
  }

  /** At the other end. */
  HopLink.Terms answering(HopHandler handler) {
    return terms(Optional.of(handler));
  }

  /** How long a connection may take to be made, proofs included. */
  long connectMillis() {
    return config.hopConnectWithin().toMillis();
  }

  private HopLink.Terms terms(Optional<HopHandler> handler) {
    return new HopLink.Terms(
        config.hopsMax(), config.hopWindowBytes(), config.hopSilenceMax().toMillis(), handler);
  }
}
