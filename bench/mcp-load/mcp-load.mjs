#!/usr/bin/env node
// How fast agents are served: scripts through /mcp, alone and eight at a time, with and without
// calls to an API that answers at once. Prints one table for all services it is pointed at, so that
// two can be read side by side. Needs Node 20 and nothing from npm.
//
//   bench/mcp-load/mcp-load.mjs ours=http://127.0.0.1:4788,$TOKEN \
//                               original=http://127.0.0.1:4789,$OTHER_TOKEN
//
// Each service gets an OpenAPI integration "mcpload" of a local server this script starts, added and
// removed by its REST API. The token must open /api and /mcp, and the service must be allowed to call
// loopback addresses (EXECUTOR_ALLOW_LOCAL_NETWORK=true here). SECONDS sets how long each row is
// measured (default 5), after a warm-up of half of that.
import http from "node:http";

const SECONDS = Number(process.env.SECONDS ?? 5);
const SLUG = "mcpload";

// --- The API that is called ------------------------------------------------------------------

const ROWS = Array.from({ length: 8_000 }, (_, i) => ({
  id: i,
  name: `row ${i}`,
  note: "a remark of some length that nobody asked for, as real APIs have them",
  score: (i * 7919) % 1000,
}));
const BIG = JSON.stringify(ROWS);
const SMALL = JSON.stringify({ value: 42 });

const api = http.createServer((request, response) => {
  const body = request.url.startsWith("/big") ? BIG : SMALL;
  response.writeHead(200, { "content-type": "application/json" });
  response.end(body);
});
await new Promise((up) => api.listen(0, "127.0.0.1", up));
const apiUrl = `http://127.0.0.1:${api.address().port}`;

const operation = (operationId) => ({
  get: {
    operationId,
    parameters: [{ name: "n", in: "query", schema: { type: "integer" } }],
    responses: { 200: { description: "ok", content: { "application/json": { schema: {} } } } },
  },
});
const description = JSON.stringify({
  openapi: "3.0.3",
  info: { title: "Load", version: "1" },
  servers: [{ url: apiUrl }],
  paths: { "/small": operation("getSmall"), "/big": operation("getBig") },
});

// --- A client that adds as little as possible of its own ---------------------------------------

class Service {
  constructor(name, base, token) {
    Object.assign(this, { name, base: new URL(base), token });
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
    this.id = 0;
  }

  send(method, path, body, headers = {}) {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((done, failed) => {
      const request = http.request(
        {
          host: this.base.hostname,
          port: this.base.port,
          agent: this.agent,
          method,
          path,
          headers: {
            authorization: `Bearer ${this.token}`,
            accept: "application/json, text/event-stream",
            ...(payload && { "content-type": "application/json", "content-length": payload.length }),
            ...headers,
          },
        },
        (response) => {
          const chunks = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("error", failed);
          response.on("end", () =>
            done({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }));
        },
      );
      request.on("error", failed);
      request.end(payload);
    });
  }

  async rest(method, path, body) {
    const answer = await this.send(method, `/api${path}`, body);
    if (answer.status >= 300) throw new Error(`${this.name}: ${method} ${path} ${answer.status} ${answer.text}`);
    return answer.text ? JSON.parse(answer.text) : undefined;
  }

  async message(body, session) {
    const answer = await this.send("POST", "/mcp", body, session && { "mcp-session-id": session });
    if (answer.status >= 300) throw new Error(`${this.name}: ${body.method} ${answer.status} ${answer.text}`);
    if (!answer.text) return { answer };
    const stream = answer.headers["content-type"]?.startsWith("text/event-stream");
    const data = stream ? answer.text.split("\n").filter((l) => l.startsWith("data: ")).at(-1).slice(6) : answer.text;
    return { answer, message: JSON.parse(data) };
  }

  async connect() {
    const { answer } = await this.message({
      jsonrpc: "2.0", id: ++this.id, method: "initialize",
      params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "mcp-load", version: "1" } },
    });
    const session = answer.headers["mcp-session-id"];
    await this.message({ jsonrpc: "2.0", method: "notifications/initialized" }, session);
    return session;
  }

  async execute(session, code) {
    const { message } = await this.message(
      { jsonrpc: "2.0", id: ++this.id, method: "tools/call", params: { name: "execute", arguments: { code } } },
      session,
    );
    const result = message.result;
    if (!result || result.isError) throw new Error(`${this.name}: ${JSON.stringify(message).slice(0, 600)}`);
    return result.structuredContent.result;
  }

  async setUp() {
    await this.send("DELETE", `/api/integrations/${SLUG}`);
    await this.rest("POST", "/openapi/specs", {
      spec: { kind: "blob", value: description }, slug: SLUG, baseUrl: apiUrl,
    });
    await this.rest("POST", "/connections", {
      owner: "org", name: "main", integration: SLUG, template: "none", value: "",
    }).catch(() => this.rest("POST", "/connections", {
      owner: "org", name: "main", integration: SLUG, template: "none",
    }));
    const session = await this.connect();
    const found = await this.execute(session, `return (await tools.search({ namespace: "${SLUG}", query: "get" })).items`);
    const path = (end) => found.map((item) => item.path).find((p) => p.toLowerCase().endsWith(end));
    this.small = path("getsmall");
    this.big = path("getbig");
    if (!this.small || !this.big) throw new Error(`${this.name}: no tools in ${JSON.stringify(found)}`);
  }

  async tearDown() {
    await this.send("DELETE", `/api/integrations/${SLUG}`);
    this.agent.destroy();
  }
}

// --- What is measured --------------------------------------------------------------------------

const checked = `const ok = (r) => { if (r.ok) return r; throw new Error(JSON.stringify(r.error)); };`;
const call = (path, args = "{}") => `ok(await tools[${JSON.stringify(path)}](${args}))`;
const rows = [
  ["ping, 1 connection", 1, null],
  ["ping beside a script that computes", 1, null, "while (true) {}"],
  ["return 1+1, 1 connection", 1, () => ["return 1+1", (r) => r === 2]],
  ["return 1+1, 8 connections", 8, () => ["return 1+1", (r) => r === 2]],
  ["1 call, 1 connection", 1, (s) => [`${checked} return ${call(s.small)}.data.value`, (r) => r === 42]],
  ["1 call, 8 connections", 8, (s) => [`${checked} return ${call(s.small)}.data.value`, (r) => r === 42]],
  ["100 calls in sequence", 1, (s) => [
    `${checked} let sum = 0; for (let n = 0; n < 100; n++) sum += ${call(s.small, "{ n }")}.data.value; return sum`,
    (r) => r === 4200]],
  ["100 calls side by side", 1, (s) => [
    `${checked} const all = await Promise.all(Array.from({ length: 100 }, (_, n) => tools[${JSON.stringify(s.small)}]({ n })));
     return all.reduce((sum, r) => sum + ok(r).data.value, 0)`,
    (r) => r === 4200]],
  ["1 MB filtered to 10 rows", 1, (s) => [
    `${checked} return ${call(s.big)}.data.filter((r) => r.score > 900).slice(0, 10).map((r) => r.id)`,
    (r) => r.length === 10]],
];

// A script of another session that computes while a row is measured, and is ended with it.
async function compute(service, code) {
  const session = await service.connect();
  const id = ++service.id;
  const over = service
    .message(
      { jsonrpc: "2.0", id, method: "tools/call", params: { name: "execute", arguments: { code } } },
      session,
    )
    .catch(() => {});
  return async () => {
    await service.message(
      { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } },
      session,
    );
    await service.send("DELETE", "/mcp", undefined, { "mcp-session-id": session });
    await over;
  };
}

async function measure(service, connections, script, neighbour) {
  const sessions = await Promise.all(Array.from({ length: connections }, () => service.connect()));
  const end = neighbour ? await compute(service, neighbour) : async () => {};
  const [code, right] = script ? script(service) : [];
  const once = async (session) => {
    if (!code) return service.message({ jsonrpc: "2.0", id: ++service.id, method: "ping" }, session);
    const result = await service.execute(session, code);
    if (!right(result)) throw new Error(`${service.name}: wrong result ${JSON.stringify(result)}`);
  };
  const loop = async (until, times) => {
    await Promise.all(sessions.map(async (session) => {
      while (performance.now() < until) {
        const start = performance.now();
        await once(session);
        times?.push(performance.now() - start);
      }
    }));
  };
  await loop(performance.now() + SECONDS * 500);
  const times = [];
  const start = performance.now();
  await loop(start + SECONDS * 1000, times);
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (q) => times[Math.min(times.length - 1, Math.floor(q * times.length))];
  await end();
  await Promise.all(sessions.map((id) => service.send("DELETE", "/mcp", undefined, { "mcp-session-id": id })));
  return { p50: at(0.5), p99: at(0.99), rate: times.length / seconds };
}

const services = process.argv.slice(2).map((argument) => {
  const [, name, base, token] = /^([^=]+)=([^,]+),(.+)$/.exec(argument) ?? [];
  if (!name) throw new Error("usage: mcp-load.mjs <name>=<base URL>,<token> [...]");
  return new Service(name, base, token);
});
if (services.length === 0) throw new Error("usage: mcp-load.mjs <name>=<base URL>,<token> [...]");

const cells = (values) => `| ${values.join(" | ")} |`;
console.log(cells(["", ...services.flatMap((s) => [`${s.name} p50 ms`, "p99 ms", "per s"])]));
console.log(cells(["---", ...services.flatMap(() => ["--:", "--:", "--:"])]));
try {
  for (const service of services) await service.setUp();
  for (const [title, connections, script, neighbour] of rows) {
    const row = [title];
    for (const service of services) {
      const { p50, p99, rate } = await measure(service, connections, script, neighbour);
      row.push(p50.toFixed(2), p99.toFixed(2), rate.toFixed(rate < 100 ? 1 : 0));
    }
    console.log(cells(row));
  }
} finally {
  for (const service of services) await service.tearDown();
  api.close();
}
