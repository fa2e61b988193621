// A session from its beginning to its end, by the official TypeScript SDK: everything a client does
// to a server that keeps sessions, what fails included. Takes MCP_URL and MCP_TOKEN from the
// environment; prints one JSON document.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const url = new URL(process.env.MCP_URL);

const connect = async (token, sessionId) => {
  const transport = new StreamableHTTPClientTransport(url, {
    sessionId,
    requestInit: { headers: { Authorization: `Bearer ${token}` } },
  });
  const client = new Client({ name: "session-journey", version: "1.0.0" });
  await client.connect(transport);
  return { client, transport };
};

const { client, transport } = await connect(process.env.MCP_TOKEN);
const execute = (code, options) =>
  client.callTool({ name: "execute", arguments: { code } }, undefined, options);

const seen = { server: client.getServerVersion() };
seen.tools = (await client.listTools()).tools.map((tool) => tool.name);
await client.ping();
seen.sum = await execute("return 1 + 1");
seen.failure = await execute("throw new Error('boom')");
seen.emitted = await execute("emit('hello')");
seen.skill = (await client.callTool({ name: "skills", arguments: { name: "execute" } })).content[0].text;
seen.unknownTool = await client.callTool({ name: "fly" }).then(() => 0, (error) => error.code);

const abort = new AbortController();
const endless = execute("while (true) {}", { signal: abort.signal });
setTimeout(() => abort.abort(), 300);
seen.cancelled = await endless.then(() => "answered", (error) => String(error));

seen.progress = 0;
await execute("await tools.search({ query: 'x' })", { onprogress: () => seen.progress++ });

// Another process that knows the id goes on where this one is.
const again = await connect(process.env.MCP_TOKEN, transport.sessionId);
const resumed = await again.client.callTool({ name: "execute", arguments: { code: "return 3" } });
seen.resumed = resumed.structuredContent.result;

await again.client.close();
await transport.terminateSession();
const status = (error) => error.code ?? String(error);
const late = new StreamableHTTPClientTransport(url, {
  sessionId: transport.sessionId ?? "0".repeat(64),
  requestInit: { headers: { Authorization: `Bearer ${process.env.MCP_TOKEN}` } },
});
await late.start();
seen.afterDelete = await late
  .send({ jsonrpc: "2.0", id: 1, method: "ping" })
  .then(() => 200, status);
await late.close();
await client.close();
seen.stranger = await connect("nobody").then(() => 200, status);
console.log(JSON.stringify(seen));
