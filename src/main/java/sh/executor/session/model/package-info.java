/** What others say to sessions, and hear of them: values only. */
@NullMarked
package sh.executor.session.model;

import org.jspecify.annotations.NullMarked;
