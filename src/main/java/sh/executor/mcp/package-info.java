/**
 * The MCP edge: JSON-RPC over Streamable HTTP, written by hand on the HTTP server so that sessions
 * can live in SQL and unknown members pass through untouched.
 *
 * <p>A request enters {@link sh.executor.mcp.McpRoutes} on an event loop, where method, Host and
 * Origin are looked at and the body begins to be collected; the rest happens on a virtual thread:
 * who asks ({@link sh.executor.mcp.Gate}), which era ({@link sh.executor.mcp.McpEndpoint}, the only
 * place that decides), then the era's own transport. What a message asks for is answered by {@link
 * sh.executor.mcp.Methods}, which knows neither HTTP nor sessions; what a client is offered are the
 * beans of the types {@link sh.executor.mcp.McpTool}, {@link sh.executor.mcp.McpPrompt}, {@link
 * sh.executor.mcp.McpResources} and {@link sh.executor.mcp.McpCompletion}.
 *
 * <p>The eras ({@link sh.executor.mcp.Era}) differ in who remembers. In the one of {@link
 * sh.executor.mcp.LegacyEndpoint} a session does, and requests to the client go out on its streams.
 * In the one of {@link sh.executor.mcp.ModernEndpoint} the client does: what it is asked goes out
 * with the answer to its request, and comes back with the next of its {@link
 * sh.executor.mcp.Rounds}, with a state that is sealed ({@link sh.executor.mcp.RequestStates}).
 * Whoever wants something of a client says so in one way, {@link sh.executor.mcp.Line#inquire}.
 * {@link sh.executor.mcp.TaskMethods} shows runs as tasks to clients that need not wait.
 *
 * <p>From there on a request is an {@link sh.executor.mcp.Exchange} and an open stream an {@link
 * sh.executor.mcp.EventSink}: what handles sessions touches no socket, so that it can answer for
 * one that another node holds. The two over this node's own sockets are {@link
 * sh.executor.mcp.HttpExchange} and {@link sh.executor.mcp.HttpEventSink}.
 *
 * <p>What is said on the stream of a session is written down first ({@link
 * sh.executor.mcp.KeptStream}), so that a client whose connection breaks takes it up again on any
 * node ({@link sh.executor.mcp.ResumedStream}). {@link sh.executor.mcp.SseEndpoint} serves the
 * transport before, whose only stream is kept alike.
 *
 * <p>A run that asks something is followed by {@link sh.executor.mcp.RunFollower} as long as its
 * client waits: how questions are put is a {@link sh.executor.mcp.Manner}, a client that shows them
 * is asked over its {@link sh.executor.mcp.Line}, and what it answers is recorded where it arrives,
 * by {@link sh.executor.mcp.NativeAnswers}. Who may answer is not decided here but by the execution
 * room; nothing that fails here is taken for an answer.
 *
 * <p>Promises: every answer carries a JSON content type and CORS headers, whoever refuses; bodies,
 * nesting, waiting and the number of requests under way are bounded; a slow reader parks one
 * virtual thread and never the event loop. Must not know the REST edge, or anything of SQL.
 */
@NullMarked
package sh.executor.mcp;

import org.jspecify.annotations.NullMarked;
