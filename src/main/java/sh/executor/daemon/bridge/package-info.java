/**
 * The bridge between a client that speaks MCP on standard input and output, and a server that
 * speaks it over HTTP. It forwards: a message goes on byte for byte, but for line breaks between
 * its tokens, and the bridge reads no more of it than what the other side's transport must be told
 * beside it.
 *
 * <p>What is a matter of HTTP is the bridge's own: the session's id and revision, the headers of
 * the stateless era, the standing stream and where it broke off, the bearer, and the end of a
 * session with its client. Each message says by itself which era it is of, so that one bridge
 * serves clients of all.
 *
 * <p>A server that goes away is looked for again by the next request. What was not sent yet is sent
 * to the new one; what was sent and not answered fails at once, as nobody knows what became of it.
 * A session the server knows no more is begun again as the client began it.
 *
 * <p>One thread reads lines, one sends them in their order, and each request has a virtual thread
 * that waits for its answer. Lines, answers, waiting messages and requests under way are bounded.
 * Standard output carries messages and nothing else. It is its own small HTTP client, as the JDK's
 * takes longer to load than all the rest.
 */
@NullMarked
package sh.executor.daemon.bridge;

import org.jspecify.annotations.NullMarked;
