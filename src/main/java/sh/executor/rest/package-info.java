/**
 * The REST API under {@code /api}: resources, the mapping between the values of the rooms below and
 * the records of {@link sh.executor.api}, problem documents (RFC 9457) and the OpenAPI document.
 *
 * <p>A request passes {@link sh.executor.rest.RequestGate}, which checks where it comes from and
 * turns its credential into a caller, then {@link sh.executor.rest.BodyReader}, then one method of
 * one resource on a virtual thread. Resources do no more than translate: what a caller may do is
 * decided by the services they call, which take the caller as an argument. What goes wrong anywhere
 * on the way is answered by {@link sh.executor.rest.ProblemMapper} alone.
 *
 * <p>Knows no kind of integration by its types, no SQL and no sandbox.
 */
@NullMarked
package sh.executor.rest;

import org.jspecify.annotations.NullMarked;
