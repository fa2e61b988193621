package sh.executor.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The server as a process. */
@ConfigMapping(prefix = "executor.server")
interface ServerConfig {

  /** Where everything is kept; absent when no {@code serve} surrounds the service, as in tests. */
  Optional<Path> dataDir();

  /** How it was started: {@code foreground} or {@code cli-daemon}. */
  @WithDefault("foreground")
  String kind();

  /** Whether what is printed once it serves is for programs. */
  @WithDefault("false")
  boolean json();

  /** Whether to start although a severe finding says not to. {@code EXECUTOR_ACCEPT_RISK}. */
  @WithDefault("false")
  boolean acceptRisk();
}
