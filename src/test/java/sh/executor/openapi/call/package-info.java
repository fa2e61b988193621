/** Tests of the package of the same name. */
@NullMarked
package sh.executor.openapi.call;

import org.jspecify.annotations.NullMarked;
