/**
 * How a connection authenticates: derives the methods from a description's security schemes, reads
 * the ones a user writes instead, and keeps either in an integration's settings. Never sees a
 * credential.
 */
@NullMarked
package sh.executor.openapi.auth;

import org.jspecify.annotations.NullMarked;
