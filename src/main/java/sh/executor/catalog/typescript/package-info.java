/**
 * JSON Schema told as TypeScript, for agents that write it. Types, not validation: what TypeScript
 * can not say (patterns, ranges, conditions) is left out, and what a schema leaves open is {@code
 * unknown}. Every expression is on one line and compiles in strict mode. Knows schemas only, no
 * tools.
 */
@NullMarked
package sh.executor.catalog.typescript;

import org.jspecify.annotations.NullMarked;
