/**
 * Organisations, the accounts of people, and who is a member of what in which role. Knows nothing
 * of how somebody proves to be an account: that is {@code auth}.
 */
@NullMarked
package sh.executor.tenant;

import org.jspecify.annotations.NullMarked;
