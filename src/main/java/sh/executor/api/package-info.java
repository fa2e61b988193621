/**
 * The REST API as it goes over the wire: one record per body, one enum per closed set of words, and
 * nothing that behaves. Shared by the edge that answers and by every client of ours that asks, so
 * that both read one shape.
 *
 * <p>A component that may be absent from a request is {@code @Nullable}; every other one must be
 * there and must not be null, which the edge checks by that very annotation and the OpenAPI
 * document repeats as {@code required}. In an answer a {@code @Nullable} component is either left
 * out or null; each record says which. Unknown members of a request are ignored. Points in time are
 * milliseconds since 1970-01-01T00:00Z.
 */
@NullMarked
package sh.executor.api;

import org.jspecify.annotations.NullMarked;
