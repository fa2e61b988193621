/**
 * The MCP edge: JSON-RPC over Streamable HTTP, written by hand on the HTTP server so that sessions
 * can live in SQL and unknown members pass through untouched.
 *
 * <p>A request enters {@link sh.executor.mcp.McpRoutes} on an event loop, where method, Host and
 * Origin are looked at and the body begins to be collected; the rest happens on a virtual thread:
 * who asks ({@link sh.executor.mcp.Challenge}), which era ({@link sh.executor.mcp.McpEndpoint}, the
 * only place that decides), then the era's own transport. What a message asks for is answered by
 * {@link sh.executor.mcp.Methods}, which knows neither HTTP nor sessions; the tools an agent sees
 * are the beans of type {@link sh.executor.mcp.McpTool}.
 *
 * <p>Promises: every answer carries a JSON content type and CORS headers, whoever refuses; bodies,
 * nesting, waiting and the number of requests under way are bounded; a slow reader parks one
 * virtual thread and never the event loop. Must not know the REST edge, or anything of SQL.
 */
@NullMarked
package sh.executor.mcp;

import org.jspecify.annotations.NullMarked;
