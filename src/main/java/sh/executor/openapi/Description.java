package sh.executor.openapi;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A description's bytes.
 *
 * @param from where they came from, after redirects; null when they were given
 */
record Description(byte[] bytes, @Nullable URI from) {}
