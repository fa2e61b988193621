/** Tests of what nodes know of each other, and of the wire between them. */
@NullMarked
package sh.executor.node;

import org.jspecify.annotations.NullMarked;
