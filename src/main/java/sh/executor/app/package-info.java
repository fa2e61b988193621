/**
 * Puts the house together: {@code main}, which decides before Quarkus boots what is to be done; the
 * beans that belong to no room; health; what is said when the service is ready; and the findings
 * that stop an unsafe start. May use every room and is used by none.
 */
@NullMarked
package sh.executor.app;

import org.jspecify.annotations.NullMarked;
