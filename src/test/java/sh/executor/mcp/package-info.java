/** Tests of the package of the same name, and what they share. */
@NullMarked
package sh.executor.mcp;

import org.jspecify.annotations.NullMarked;
