package sh.executor.auth;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** What the service is called, from outside. */
@ConfigMapping(prefix = "executor.http")
interface HostConfig {

  /**
   * Host names, without port, that a request may name beside the loopback ones; IPv6 addresses in
   * brackets. {@code *} switches the check off. {@code EXECUTOR_HTTP_ALLOWED_HOSTS}.
   */
  Optional<Set<String>> allowedHosts();

  /**
   * Scheme and authority people reach the service by, whose host a request may name, too; the
   * address it listens on when not set. {@code EXECUTOR_PUBLIC_URL}.
   */
  Optional<URI> publicUrl();
}
