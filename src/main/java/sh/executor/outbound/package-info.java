/**
 * The only way out of the house: an HTTP client that resolves a name once and connects to the
 * address it checked, refuses private and metadata ranges unless allowed, checks every redirect
 * again and drops all credentials across origins, and bounds headers, body, time and concurrency.
 */
@NullMarked
package sh.executor.outbound;

import org.jspecify.annotations.NullMarked;
