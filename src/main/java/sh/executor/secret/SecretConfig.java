package sh.executor.secret;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where the master key comes from. */
@ConfigMapping(prefix = "executor.secret")
interface SecretConfig {

  /**
   * The master key: 32 random bytes in base 64, as {@code openssl rand -base64 32} prints them. The
   * same on every node. {@code EXECUTOR_SECRET_KEY}.
   */
  Optional<String> key();

  /**
   * The master key before, while data keys it wrapped are still about. {@code
   * EXECUTOR_SECRET_KEY_PREVIOUS}.
   */
  Optional<String> keyPrevious();

  /** Where a key is kept, and made when there is none, if none is given. Readable by us only. */
  @WithDefault("${user.home}/.executor/server-control/secret.key")
  Path keyFile();
}
