/**
 * Tests of the election: real processes that race, and are killed. What they elect is a server that
 * takes the data directory and answers, without the service behind it, so that hundreds of
 * elections can be held; the packaged service is elected by {@code sh.executor.app.ElectionIT}.
 */
@NullMarked
package sh.executor.daemon.election;

import org.jspecify.annotations.NullMarked;
