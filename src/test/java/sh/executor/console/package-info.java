/** Tests of the pages on which people answer, as a browser without scripts sees them. */
@NullMarked
package sh.executor.console;

import org.jspecify.annotations.NullMarked;
