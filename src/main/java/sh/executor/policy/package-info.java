/**
 * Rules over tool paths and the decision they make: approve, ask or block, with the rule that
 * decided. Deny-union, outer wins: the organisation's first matching rule replaces the tool's own
 * default; a member's rule can only restrict what comes out of that.
 */
@NullMarked
package sh.executor.policy;

import org.jspecify.annotations.NullMarked;
