/** Tests of the SQL helper, on a real PostgreSQL. */
@NullMarked
package sh.executor.database;

import org.jspecify.annotations.NullMarked;
