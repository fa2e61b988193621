// The smallest MCP server that has an answer for every row: what mcp-proxy stands before. Its `execute`
// runs nothing, so that what is measured is the proxy. Uses the SDK that the tests use.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const npm = createRequire(new URL("../../src/test/npm/package.json", import.meta.url));
const sdk = (path) => import(pathToFileURL(npm.resolve(`@modelcontextprotocol/sdk/${path}`)).href);
const { McpServer } = await sdk("server/mcp.js");
const { StdioServerTransport } = await sdk("server/stdio.js");
const { z } = await import(pathToFileURL(npm.resolve("zod")).href);

const server = new McpServer({ name: "two", version: "1" });
server.registerTool("execute", { inputSchema: { code: z.string() }, outputSchema: { result: z.number() } }, () => ({
  content: [{ type: "text", text: "2" }],
  structuredContent: { result: 2 },
}));
await server.connect(new StdioServerTransport());
