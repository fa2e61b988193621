/** Tests of the package of the same name. */
@NullMarked
package sh.executor.openapi.read;

import org.jspecify.annotations.NullMarked;
