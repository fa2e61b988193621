/**
 * Tests of the way out, against servers over plain sockets that keep a ledger: what counts is what
 * reaches the wire, and what does not.
 */
@NullMarked
package sh.executor.outbound;

import org.jspecify.annotations.NullMarked;
