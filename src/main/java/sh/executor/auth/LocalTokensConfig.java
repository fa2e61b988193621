package sh.executor.auth;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/**
 * The tokens of a single-user service, as {@code serve} made or found them in the data directory.
 * Absent where people sign in.
 */
@ConfigMapping(prefix = "executor.local")
interface LocalTokensConfig {

  /** Opens everything, as the owner in person. */
  Optional<String> ownerToken();

  /** Opens {@code /mcp}, as the owner's agent. */
  Optional<String> agentToken();
}
