/**
 * The pages on which people answer what runs ask, until there is a console: the questions that wait
 * at {@code /}, those of one run at {@code /approve/{executionId}}, and the signing in before both.
 *
 * <p>Pages are written on the server, work without scripts, and load nothing. {@link
 * sh.executor.console.Html} escapes what is not ours by construction: a page is a tree of elements
 * and texts, and there is no way to put markup into it. {@link sh.executor.console.Reply} gives
 * every answer the headers that keep other sites out.
 *
 * <p>Whoever signs in is known by a cookie that holds a sealed {@link sh.executor.console.Session},
 * and by nothing on this side, so any node serves any request. The key they signed in with is
 * looked up again each time: one that is revoked opens nothing from then on.
 */
@NullMarked
package sh.executor.console;

import org.jspecify.annotations.NullMarked;
