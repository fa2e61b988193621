/**
 * An OpenAPI description as bytes that are read where they are needed. One streaming pass notes
 * where each part begins and ends: every member of a path item, every component, every other member
 * of the root. A part becomes a tree only when somebody asks for it, and the trees are let go
 * again, so that a description of tens of megabytes costs its own size and little more.
 *
 * <p>YAML is converted to JSON bytes first, event by event, with aliases expanded under a limit.
 * Knows nothing of operations or tools; what it refuses, it refuses with a {@link
 * sh.executor.kernel.Problem} that says what to do.
 */
@NullMarked
package sh.executor.openapi.document;

import org.jspecify.annotations.NullMarked;
