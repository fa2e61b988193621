/**
 * Looks at what a local server stands on, and says of each thing whether it is well and what to do
 * if it is not. Looks only: nothing is made, changed or started.
 */
@NullMarked
package sh.executor.cli.doctor;

import org.jspecify.annotations.NullMarked;
