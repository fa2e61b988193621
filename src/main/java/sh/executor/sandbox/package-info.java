/**
 * Runs JavaScript that nobody trusts, under limits, and knows no tool: a script's call leaves as a
 * dotted path and one JSON argument, its answer comes back as bytes.
 *
 * <p>A script moves in steps ({@link sh.executor.sandbox.Step}). A step enters with the source or
 * with answers, runs until the engine's stack is empty and no job is pending, and leaves with the
 * calls the script has made; a script that waits is memory and holds no thread. Everything a script
 * can observe of the host is delivered between steps, so that a waiting script can be written down
 * ({@link sh.executor.sandbox.SandboxSnapshot}) and go on elsewhere, and none can tell.
 *
 * <p>The engine is in {@code quickjs}, its memory in {@code wasm}, the removal of TypeScript's
 * types in {@code amaro}. Here is what makes them safe to share: limits, turns that are fair by
 * tenant, and an end for scripts that find none.
 *
 * <p>Promises: a script can reach nothing but its own memory and the calls it is answered; each
 * limit ends in its own error and leaves the service as it was; a script that computes slows its
 * own tenant before any other; a stopped script's engine is never used again.
 */
@NullMarked
package sh.executor.sandbox;

import org.jspecify.annotations.NullMarked;
