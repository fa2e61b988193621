/** Tests of the local server's footing, with real processes. */
@NullMarked
package sh.executor.daemon;

import org.jspecify.annotations.NullMarked;
