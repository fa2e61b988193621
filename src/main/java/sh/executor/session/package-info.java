/**
 * Legacy MCP sessions: who opened one, what was agreed, and what is under way in it.
 *
 * <p>A session is kept as key-value entries ({@link sh.executor.session.EntryKey} gives them types)
 * under the SHA-256 of its id, which is 256 random bits and nowhere stored, so that it outlives the
 * process. What is in memory is a cache: {@link sh.executor.session.LiveSession} is dropped when
 * idle and rebuilt from the entries by the next request, once however many arrive together. Owner,
 * organisation <em>and</em> resource are compared before anything is rebuilt or kept, so a stranger
 * with an id, or a flood of made-up ids, costs a read and no memory.
 *
 * <p>The entries carry no tenant column: the key is a secret of the owner's, and the owner is one
 * of the entries. Only {@code PostgresSessionStore} knows SQL here. Must not know HTTP or JSON-RPC
 * framing.
 */
@NullMarked
package sh.executor.session;

import org.jspecify.annotations.NullMarked;
