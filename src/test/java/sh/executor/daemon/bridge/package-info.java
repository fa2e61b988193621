/** Tests of the bridge, with servers of the world outside and with ours. */
@NullMarked
package sh.executor.daemon.bridge;

import org.jspecify.annotations.NullMarked;
