/** Tests of the sandbox, with the real engine; what is outside it is the test itself. */
@NullMarked
package sh.executor.sandbox;

import org.jspecify.annotations.NullMarked;
