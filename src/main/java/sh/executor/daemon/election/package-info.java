/**
 * How clients on one machine come to share one server, without anybody starting it: they look
 * whether the data directory has an owner that answers, and if it has none, one of them starts it.
 *
 * <p>Two locks of the operating system decide everything, and both end with the process that holds
 * them. The data directory's own ({@code lock}, {@link sh.executor.daemon.InstanceLock}) says who
 * serves. {@code server-control/start.lock} says who starts: its holder looks once more, launches
 * the server, and keeps the lock until the server answers or has failed, so that of many clients
 * one launches and the others wait. When the holder is killed, the next one takes its place and
 * finds either the server the dead one launched or none. Should two servers be launched all the
 * same, the data directory's lock lets one of them live.
 *
 * <p>What a manifest says is believed only of the process that holds the lock, and only once it has
 * answered. Nothing is decided by whether some process number exists.
 */
@NullMarked
package sh.executor.daemon.election;

import org.jspecify.annotations.NullMarked;
