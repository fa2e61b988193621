#!/usr/bin/env node
// What it costs to write runs down: runs with 0, 1, 3 and 100 calls, reads (which live in memory but
// for the run's own two statements) beside writes (each of which is in the journal before it is sent
// and after it is answered). Then WAITING runs (default 10,000) that wait for a person at once: what
// they take, and how long it is from the answer to the moment the waiting call reaches its API. With
// the service's pid, and jcmd (that of JAVA_HOME, or the path's), the heap is collected before it is
// looked at. ROWS=no leaves out the first table. Needs Node 20 and nothing from npm.
//
//   bench/runs/runs.mjs http://127.0.0.1:4788 $OWNER_TOKEN [pid of the service]
//
// The service must be allowed to call loopback addresses. SECONDS sets how long each row is measured
// (default 5), after a warm-up as long. Statements are counted by the service's own metrics: what a
// transaction has inside counts as one.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";

const [base, token, pid] = process.argv.slice(2);
if (!token) throw new Error("usage: runs.mjs <base URL> <owner's token> [pid]");
const SECONDS = Number(process.env.SECONDS ?? 5);
const WAITING = Number(process.env.WAITING ?? 10_000);
const JCMD = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/jcmd` : "jcmd";
const QUARTERS = 4;
const WARM_MILLIS = 8_000; // Longer than executor.execution.warm-for.
const WOKEN = Math.min(WAITING, Number(process.env.WOKEN ?? 1_000));
const SLUG = "runsbench";

// --- The API that is called: it says when a pet of a name arrives ------------------------------

const arrivals = new Map();
const api = http.createServer((request, response) => {
  const name = new URL(request.url, base).searchParams.get("name");
  arrivals.get(name)?.(performance.now());
  response.writeHead(200, { "content-type": "application/json" });
  response.end('{"value":42}');
});
await new Promise((up) => api.listen(0, "127.0.0.1", up));
const apiUrl = `http://127.0.0.1:${api.address().port}`;

const operation = (operationId) => ({
  operationId,
  parameters: [{ name: "name", in: "query", schema: { type: "string" } }],
  responses: { 200: { description: "ok", content: { "application/json": { schema: {} } } } },
});
const description = JSON.stringify({
  openapi: "3.0.3",
  info: { title: "Runs", version: "1" },
  servers: [{ url: apiUrl }],
  paths: {
    "/read": { get: operation("read") },
    "/write": { post: operation("write") },
    "/gated": { post: operation("gated") },
  },
});

// --- A client that adds as little as possible of its own ---------------------------------------

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

function send(method, path, body) {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = { authorization: `Bearer ${token}` };
  if (payload) Object.assign(headers, { "content-type": "application/json", "content-length": Buffer.byteLength(payload) });
  return new Promise((done, failed) => {
    const request = http.request(new URL(path, base), { method, agent, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => done({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    request.on("error", failed);
    request.end(payload);
  });
}

async function rest(method, path, body) {
  const answer = await send(method, `/api${path}`, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.text ? JSON.parse(answer.text) : undefined;
}

const execute = (code) => rest("POST", "/executions", { code });

async function completed(code) {
  const run = await execute(code);
  if (run.status !== "completed") throw new Error(JSON.stringify(run).slice(0, 600));
  return run;
}

async function metric(name) {
  const text = (await send("GET", "/q/metrics")).text;
  return text.split("\n").filter((line) => line.startsWith(name)).map((line) => Number(line.split(" ").at(-1)))
    .reduce((sum, value) => sum + value, 0);
}

const rss = () => pid && Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
const heap = async () => (await metric('jvm_memory_used_bytes{area="heap"')) / 2 ** 20;
const at = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
const cells = (values) => console.log(`| ${values.join(" | ")} |`);

// --- Runs, and what they cost ------------------------------------------------------------------

async function measure(title, code) {
  for (const until = performance.now() + SECONDS * 1000; performance.now() < until;) await completed(code);
  const times = [];
  const statements = await metric("agroal_acquire_count_total");
  for (const until = performance.now() + SECONDS * 1000; performance.now() < until;) {
    const start = performance.now();
    await completed(code);
    times.push(performance.now() - start);
  }
  const each = ((await metric("agroal_acquire_count_total")) - statements) / times.length;
  times.sort((a, b) => a - b);
  cells([title, at(times, 0.5).toFixed(2), at(times, 0.99).toFixed(2), each.toFixed(1), times.length]);
}

async function rows(read, write) {
  cells(["a run with", "p50 ms", "p99 ms", "statements", "runs"]);
  cells(["---", "--:", "--:", "--:", "--:"]);
  await measure("no call", "return 1");
  for (const [name, path] of [["read", read], ["write", write]]) {
    const call = `(await tools[${JSON.stringify(path)}]({}))`;
    for (const count of [1, 3, 100]) {
      await measure(`${count} ${name}${count > 1 ? "s, one after the other" : ""}`,
        `for (let i = 0; i < ${count}; i++) { const r = ${call}; if (!r.ok) throw new Error(JSON.stringify(r)); } return 1`);
    }
    await measure(`100 ${name}s at once`,
      `const all = await Promise.all(Array.from({ length: 100 }, () => tools[${JSON.stringify(path)}]({})));
       if (all.some((r) => !r.ok)) throw new Error(JSON.stringify(all)); return 1`);
  }
}

// --- Runs that wait ----------------------------------------------------------------------------

async function pause(path, name) {
  const run = await execute(`return (await tools[${JSON.stringify(path)}]({ name: ${JSON.stringify(name)} })).ok`);
  if (run.status !== "paused") throw new Error(JSON.stringify(run).slice(0, 600));
  return { name, id: run.structured.executionId };
}

async function many(count, width, work) {
  const results = [];
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < count) {
      const i = next++;
      results[i] = await work(i);
    }
  }));
  return results;
}

/** What is left when sandboxes that are kept warm have cooled and garbage is collected, in MB. */
async function collected() {
  if (!pid) return { heap: NaN, rss: NaN };
  await new Promise((cool) => setTimeout(cool, WARM_MILLIS));
  execFileSync(JCMD, [pid, "GC.run"]);
  return { heap: await heap(), rss: rss() };
}

async function waiting(path) {
  await many(200, 8, (i) => pause(path, `warm${i}`)).then((runs) => many(runs.length, 1, (i) => wake(runs[i])));
  console.log("");
  cells(["runs wait", "paused per s", "heap MB, collected", "bytes a run", "RSS MB"]);
  cells(["--:", "--:", "--:", "--:", "--:"]);
  const before = await collected();
  cells([0, "", before.heap.toFixed(1), "", before.rss.toFixed(0)]);
  const runs = [];
  for (let quarter = 1; quarter <= QUARTERS; quarter++) {
    const more = Math.round((WAITING * quarter) / QUARTERS) - runs.length;
    const first = runs.length;
    const start = performance.now();
    runs.push(...(await many(more, 8, (i) => pause(path, `pet${first + i}`))));
    const seconds = (performance.now() - start) / 1000;
    const now = await collected();
    const each = ((now.heap - before.heap) * 2 ** 20) / runs.length;
    cells([runs.length, (more / seconds).toFixed(0), now.heap.toFixed(1), each.toFixed(0), now.rss.toFixed(0)]);
  }
  const chosen = Array.from({ length: WOKEN }, (_, i) => runs[Math.floor((i * WAITING) / WOKEN)]);
  const times = (await many(WOKEN, 1, (i) => wake(chosen[i]))).sort((a, b) => a - b);
  console.log(`\nFrom the answer to the waiting call at its API, ${WOKEN} of them one by one: ` +
    `p50 ${at(times, 0.5).toFixed(2)} ms, p99 ${at(times, 0.99).toFixed(2)} ms.`);
  const left = new Set(chosen.map((run) => run.id));
  await many(runs.length, 8, (i) => left.has(runs[i].id) || rest("POST", `/executions/${runs[i].id}/cancel`));
}

async function wake(run) {
  const arrived = new Promise((done) => arrivals.set(run.name, done));
  const start = performance.now();
  await rest("POST", `/executions/${run.id}/resume`, { action: "accept" });
  const time = (await arrived) - start;
  arrivals.delete(run.name);
  return time;
}

// -----------------------------------------------------------------------------------------------

await send("DELETE", `/api/integrations/${SLUG}`);
await rest("POST", "/openapi/specs", { spec: { kind: "blob", value: description }, slug: SLUG, baseUrl: apiUrl });
let rule;
try {
  await rest("POST", "/connections", { owner: "org", name: "main", integration: SLUG, template: "none" });
  const found = await completed(`return (await tools.search({ namespace: "${SLUG}", query: "" })).items.map((i) => i.path)`);
  const paths = found.structured.result;
  const path = (end) => paths.find((p) => p.includes(`.${end}.`));
  rule = (await rest("POST", "/policies", { owner: "org", pattern: path("write"), action: "approve" })).id;
  if (process.env.ROWS !== "no") await rows(path("read"), path("write"));
  await waiting(path("gated"));
} finally {
  if (rule) await rest("DELETE", `/policies/${rule}`);
  await send("DELETE", `/api/integrations/${SLUG}`);
  agent.destroy();
  api.close();
}
