// A session over HTTP+SSE (2024-11-05), by the official TypeScript SDK, which no longer prefers it.
// Takes SSE_URL and MCP_TOKEN from the environment; prints one JSON document.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";

const url = new URL(process.env.SSE_URL);

const connect = async (token) => {
  const headers = { Authorization: `Bearer ${token}` };
  const transport = new SSEClientTransport(url, {
    requestInit: { headers },
    eventSourceInit: {
      fetch: (to, init) => fetch(to, { ...init, headers: { ...init.headers, ...headers } }),
    },
  });
  const client = new Client({ name: "sse-journey", version: "1.0.0" });
  await client.connect(transport);
  return client;
};

const client = await connect(process.env.MCP_TOKEN);
const other = await connect(process.env.MCP_TOKEN);
const execute = async (who, code, options) =>
  (await who.callTool({ name: "execute", arguments: { code } }, undefined, options)).structuredContent;

const seen = { server: client.getServerVersion(), capabilities: client.getServerCapabilities() };
seen.tools = (await client.listTools()).tools.map((tool) => tool.name);
await client.ping();
const both = await Promise.all([execute(client, "return 1"), execute(other, "return 2")]);
seen.both = both.map((outcome) => outcome.result);
const many = Array.from({ length: 20 }, (_, i) => execute(client, `return ${i}`));
seen.many = (await Promise.all(many)).map((outcome) => outcome.result);
seen.progress = 0;
await execute(client, "await tools.search({ query: 'x' })", { onprogress: () => seen.progress++ });
seen.unknownTool = await client.callTool({ name: "fly" }).then(() => 0, (error) => error.code);

const abort = new AbortController();
const endless = execute(client, "while (true) {}", { signal: abort.signal });
setTimeout(() => abort.abort(), 300);
seen.cancelled = await endless.then(() => "answered", (error) => String(error));

// A change that needs approval is not asked about here: this revision has no way to.
seen.paused = await execute(client, `return (await tools.${process.env.TOOL}({ n: 1 })).ok`);

await client.close();
seen.afterClose = (await execute(other, "return 3")).result;
await other.close();
seen.stranger = await connect("nobody").then(() => 200, (error) => error.code ?? String(error));
console.log(JSON.stringify(seen));
