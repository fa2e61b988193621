/** The guard of the house as a whole: who may know whom, and what no room may do. */
@NullMarked
package sh.executor;

import org.jspecify.annotations.NullMarked;
