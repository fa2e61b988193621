/**
 * The processes that share the database, as each of them sees itself and the others: which one this
 * is, whether its lease still stands ({@link sh.executor.node.ThisNode}), where the others are
 * ({@link sh.executor.node.Nodes}), and the wire between them ({@link sh.executor.node.Hops}).
 *
 * <p>A node is a row for as long as it says, in time, that it lives. What has to be in one place
 * for a while belongs to a node by that row: no lease of its own is written for it.
 *
 * <p>The wire is one WebSocket from each node to each other one it needs, over which any number of
 * channels run side by side. Both ends prove first that they hold the key that all nodes of a
 * database share; what comes over it afterwards is believed. A channel carries messages in order,
 * one way and the other, each way with credit: who does not read stops who writes to it, and nobody
 * else. Promises: no frame, queue, wait or number of channels without a bound; a peer that falls
 * silent for a lease is given up, and whoever waits for it is told. Must not know what the messages
 * mean.
 */
@NullMarked
package sh.executor.node;

import org.jspecify.annotations.NullMarked;
