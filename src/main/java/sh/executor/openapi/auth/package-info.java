/**
 * How a connection to a described API may authenticate: derives the methods from the security
 * schemes and requirements of the description. Never sees a credential.
 */
@NullMarked
package sh.executor.openapi.auth;

import org.jspecify.annotations.NullMarked;
