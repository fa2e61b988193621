// Shows a running service what it will be asked for most, so that its classes get into the AOT cache.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [origin, data] = process.argv.slice(2);
const { token } = JSON.parse(readFileSync(join(data, "server-control", "auth.json"), "utf8"));

async function request(method, path, body) {
  const response = await fetch(origin + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
    },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  await response.text();
  console.log(method, path, response.status);
}

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "training", version: "1" },
  },
};
await request("GET", "/q/health");
await request("GET", "/api/health");
await request("GET", "/api/account/me");
await request("GET", "/api/integrations");
await request("POST", "/api/executions", { code: "return 1 + 1" });
await request("POST", "/mcp", initialize);
