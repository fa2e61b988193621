/**
 * Runs and the questions they ask people, as values: what the edges show, and what they are
 * answered with. Data only.
 */
@NullMarked
package sh.executor.execution.model;

import org.jspecify.annotations.NullMarked;
