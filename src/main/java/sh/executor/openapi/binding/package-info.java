/**
 * What invoking an operation takes, as reading it has found out: stored with the operation as JSON
 * text and read again for each call. Records and enums only. Names are part of what is stored:
 * members may be added, never renamed.
 */
@NullMarked
package sh.executor.openapi.binding;

import org.jspecify.annotations.NullMarked;
