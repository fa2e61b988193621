/**
 * Legacy MCP sessions: who opened one, what was agreed, what is under way in it, and what its
 * client has not taken yet.
 *
 * <p>A session is a row under the SHA-256 of its id, which is 256 random bits and nowhere stored,
 * so that it outlives the process. What is in memory is a cache: {@link
 * sh.executor.session.LiveSession} is dropped when idle and rebuilt from the row by the next
 * request, once however many arrive together. Owner, organisation <em>and</em> resource are
 * compared, in the database, before anything is read or kept, so a stranger with an id, or a flood
 * of made-up ids, costs a look and no memory. An ended session leaves a row that says only that,
 * until it is purged.
 *
 * <p>{@link sh.executor.session.EventStore} keeps messages to clients, sealed and bounded, and
 * takes them only from the node at which the session is at home.
 *
 * <p>Every statement binds the organisation where there is one to bind: what purges looks at time
 * alone. Only the stores know SQL here. Must not know HTTP or JSON-RPC framing.
 */
@NullMarked
package sh.executor.session;

import org.jspecify.annotations.NullMarked;
