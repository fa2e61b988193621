/**
 * An integration's configuration: what the user chose beside what the last reading found out, and
 * the JSON it is stored as. Holds no secret.
 */
@NullMarked
package sh.executor.openapi.settings;

import org.jspecify.annotations.NullMarked;
