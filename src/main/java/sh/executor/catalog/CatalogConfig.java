package sh.executor.catalog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may set about the catalog. */
@ConfigMapping(prefix = "executor.catalog")
interface CatalogConfig {

  /** How often it is looked whether the catalog has changed, while somebody wants to know. */
  @WithDefault("2s")
  Duration watchInterval();
}
