/**
 * Values every feature shares: typed ids, {@link sh.executor.kernel.Caller}, pages, problems. Knows
 * the JDK and JSpecify only.
 */
@NullMarked
package sh.executor.kernel;

import org.jspecify.annotations.NullMarked;
