/**
 * APIs that describe themselves in OpenAPI 3.0 or 3.1, as an {@link
 * sh.executor.catalog.model.IntegrationKind}. The rooms behind it: {@code document} holds the bytes
 * of a description and finds its parts, {@code read} makes operations of them, {@code auth} the
 * ways to authenticate, {@code binding} is what is kept of an operation to invoke it, {@code call}
 * makes a request of a binding and arguments, and a result of a response. Only this package talks
 * to {@link sh.executor.outbound}, and nothing here keeps state between calls.
 */
@NullMarked
package sh.executor.openapi;

import org.jspecify.annotations.NullMarked;
