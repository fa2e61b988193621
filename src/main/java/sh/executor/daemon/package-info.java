/**
 * The local server's footing: the data directory and the lock that makes one process its owner, the
 * files by which others find that process and prove who they are, and the private PostgreSQL that
 * holds everything when no other is configured.
 *
 * <p>A data directory holds {@code lock} (held for the owner's life), {@code server-control/} (who
 * runs where, and the bearers that open it), and {@code postgres/} (unpacked binaries, the
 * database's password, its data, its log). Nothing here knows Quarkus: all of it happens before the
 * service boots and after it has stopped.
 */
@NullMarked
package sh.executor.daemon;

import org.jspecify.annotations.NullMarked;
