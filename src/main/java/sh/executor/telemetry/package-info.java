/**
 * How the service is seen from outside: names of spans, metrics and log keys; the helper that opens
 * a span with its log context and its timer, and the one that hands them to another thread; which
 * traces are kept; JSON logs; errors to Sentry. Also the clock, so that nobody else reads one, and
 * the alarms that go by it.
 *
 * <p>Names are constants of low cardinality; what varies is an attribute or a key. Nothing here
 * accepts a token, an argument, a result or a body.
 */
@NullMarked
package sh.executor.telemetry;

import org.jspecify.annotations.NullMarked;
