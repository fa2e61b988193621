/** Tests of the package of the same name. */
@NullMarked
package sh.executor.openapi.auth;

import org.jspecify.annotations.NullMarked;
