/**
 * One call: a request made of a binding and arguments, and a result made of what came of it. Checks
 * arguments before anything is sent; places the credential last, where no argument can reach it.
 * Pure but for the request it makes: sends nothing itself, keeps nothing.
 */
@NullMarked
package sh.executor.openapi.call;

import org.jspecify.annotations.NullMarked;
