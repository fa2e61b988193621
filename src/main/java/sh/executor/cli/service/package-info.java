/**
 * The server as a service of the operating system: a user unit of systemd, an agent of launchd or a
 * task of Windows' scheduler. Each is a file that is written here and a few commands of the system.
 *
 * <p>No credential is in such a file: the service reads what it needs from the data directory. A
 * path may hold whatever a file system allows, blanks, quotes, percent signs and all; what the
 * system could not be told is refused.
 */
@NullMarked
package sh.executor.cli.service;

import org.jspecify.annotations.NullMarked;
