// One conversation that outlives whatever happens to the server: connects, and then runs the code of
// each line it is given, answering each with a line of JSON. CLIENT names the package that speaks to
// the server: a TypeScript SDK, or mcp-remote, to which a client speaks over standard input. Takes
// MCP_URL and MCP_TOKEN from the environment, too.
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const remote = process.env.CLIENT === "mcp-remote";
const sdk = remote ? "@modelcontextprotocol/sdk" : process.env.CLIENT;
const { Client } = await import(`${sdk}/client/index.js`);
const authorization = `Bearer ${process.env.MCP_TOKEN}`;

const streamable = async () => {
  const { StreamableHTTPClientTransport } = await import(`${sdk}/client/streamableHttp.js`);
  return new StreamableHTTPClientTransport(new URL(process.env.MCP_URL), {
    requestInit: { headers: { Authorization: authorization } },
  });
};

const proxied = async () => {
  const { StdioClientTransport } = await import(`${sdk}/client/stdio.js`);
  const proxy = fileURLToPath(new URL("../node_modules/mcp-remote/dist/proxy.js", import.meta.url));
  const header = ["--header", "Authorization:${AUTHORIZATION}"];
  const rest = ["--allow-http", "--transport", "http-only", "--silent"];
  return new StdioClientTransport({
    command: process.execPath,
    args: [proxy, process.env.MCP_URL, ...header, ...rest],
    env: { ...process.env, AUTHORIZATION: authorization },
    stderr: "ignore",
  });
};

const transport = await (remote ? proxied() : streamable());
const client = new Client({ name: "survivor", version: "1.0.0" });
// A standing stream that breaks is reported here, and is nothing to give up for.
client.onerror = () => {};
await client.connect(transport);

const run = async (code) => {
  const { tools } = await client.listTools();
  const { structuredContent } = await client.callTool({ name: "execute", arguments: { code } });
  return { session: transport.sessionId, tools: tools.length, result: structuredContent.result };
};

for await (const code of createInterface({ input: process.stdin })) {
  const outcome = await run(code).catch((error) => ({ error: String(error) }));
  console.log(JSON.stringify(outcome));
}
await client.close();
