/** Tests of who gets in. */
@NullMarked
package sh.executor.auth;

import org.jspecify.annotations.NullMarked;
