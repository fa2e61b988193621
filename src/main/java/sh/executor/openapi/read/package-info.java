/**
 * From a description to operations: names the tools, flattens parameters and body into one input
 * schema, finds what a successful call answers, and keeps what invoking it will take. Pure: no I/O,
 * no clock, the same description always gives the same operations.
 *
 * <p>Everything that grows with the description has a limit ({@link
 * sh.executor.openapi.read.OperationsReader}).
 */
@NullMarked
package sh.executor.openapi.read;

import org.jspecify.annotations.NullMarked;
