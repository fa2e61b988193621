package sh.executor.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import sh.executor.catalog.model.IntegrationId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/**
 * What the kinds keep of integrations, parsed, in memory while it is used. The version of the
 * integration is part of every key, so nothing here is out of date; and so is the organisation.
 */
@Singleton
final class Configs {

  private static final long BYTES_MAX = 16L << 20;

  private final OfferStore store;
  private final WeightedCache<Key, Optional<Config>> configs =
      new WeightedCache<>(BYTES_MAX, Configs::bytes);

  @Inject
  Configs(OfferStore store) {
    this.store = store;
  }

  /** That of an offer; empty when its integration has been removed meanwhile. Not to be changed. */
  Optional<ObjectNode> of(Caller caller, Offer offer) {
    return configs
        .get(
            new Key(caller.tenant(), offer.id(), offer.version()),
            key -> store.config(caller, key.integration()).map(Configs::parsed))
        .map(Config::parsed);
  }

  private static Config parsed(String text) {
    return new Config(Json.object(text), text.length());
  }

  /** A tree takes several times what its text does. */
  private static long bytes(Optional<Config> config) {
    return 300 + config.map(it -> 8L * it.length()).orElse(0L);
  }

  private record Config(ObjectNode parsed, int length) {}

  private record Key(TenantId tenant, IntegrationId integration, String version) {}
}
