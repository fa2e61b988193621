/**
 * The only way out of the house: an HTTP/1.1 client that resolves a name once and connects to the
 * address it checked, checks every redirect again and drops all credentials across origins, and
 * bounds header, body, time and concurrency.
 *
 * <p><b>Where a request may go.</b> Every address is of one {@link sh.executor.outbound.Reach}:
 * public addresses are open; loopback, private, carrier-grade and unique-local ones only where
 * {@code executor.outbound.allow-local-network} says so; link-local addresses, the metadata
 * services of cloud providers, and what is reserved, never, whatever is configured: nothing an API
 * lives at is lost with them, and they hand out the credentials of the machine. An IPv6 address
 * that carries an IPv4 one (mapped, NAT64, 6to4) is judged by what it carries. Names are resolved
 * here, and the connection is made to one of the very addresses that were judged, so no second
 * answer of a name server is ever believed; TLS is still verified against the name.
 *
 * <p><b>Order of things</b> in one request: the URL is read ({@code UrlRules}), its name looked up
 * ({@code Lookups}), the addresses judged ({@code Guard}), a permit waited for ({@code Permits}),
 * the exchange made ({@code Exchange}, the one class that runs on Vert.x' event loop), its body
 * decompressed on the caller's thread ({@code Inflation}), and a redirect turned into the next
 * request ({@code Redirects}) for which all of it begins again.
 *
 * <p>Nothing here logs. A span says method, host, status and nothing more; reasons given in results
 * name the host only. The trace context is not sent along: who is called need not know our traces.
 */
@NullMarked
package sh.executor.outbound;

import org.jspecify.annotations.NullMarked;
