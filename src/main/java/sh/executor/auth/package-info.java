/**
 * Turns an HTTP request into a {@link sh.executor.kernel.Caller}, or a reason why not; and turns
 * away requests that come from where none should.
 */
@NullMarked
package sh.executor.auth;

import org.jspecify.annotations.NullMarked;
