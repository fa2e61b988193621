/**
 * The server that a command asks: which one it is, what opens it, and how it is asked. A small
 * client of the REST API with a limit on everything: how long a connection, an answer and a body
 * may take, and how large an answer may be.
 *
 * <p>A credential goes to the one origin it belongs to and nowhere else: redirects are not
 * followed, and the owner's bearer of a data directory is given only to the server which that
 * directory names. It is never an argument of a command, and never in a message.
 */
@NullMarked
package sh.executor.cli.server;

import org.jspecify.annotations.NullMarked;
