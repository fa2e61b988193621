/** Tests of the package of the same name. */
@NullMarked
package sh.executor.openapi.document;

import org.jspecify.annotations.NullMarked;
