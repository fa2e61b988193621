#!/usr/bin/env node
// What sessions cost that nobody uses: SESSIONS of them (default 10,000), STREAMS of which (default
// 2,000) have an open stream; in the heap and RSS of their node, warm and hibernated, and in rows. How
// long one takes to wake, at its home, through another node, and at another node once its home has
// stopped, WOKEN of them each (default 2,000); and what FLOOD requests (default 50,000) for sessions that do
// not exist leave behind. IDLE_SECONDS (default 60) is the time after which sessions leave memory: give more
// where the machine does not begin them all in that.
//
//   JAVA_HOME=<a JDK 25> bench/sessions/sessions.mjs
//
// Starts three nodes on one database: one that keeps it, the home of the sessions, and another. DETAIL=1
// names the classes that took the heap. Each stream is a socket, here and there: `ulimit -n` says how
// many there may be. Needs Node 20 and nothing from npm.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { count, growth, live } from "../lib/heap.mjs";
import { cpuMs, jdk, load, machine, rss, threads } from "../lib/proc.mjs";
import { embedded, executor, HOME, scratch, stopAll } from "../lib/service.mjs";
import { Connection } from "../lib/wire.mjs";

const SESSIONS = Number(process.env.SESSIONS ?? 10_000);
const STREAMS = Number(process.env.STREAMS ?? 2_000);
const FLOOD = Number(process.env.FLOOD ?? 50_000);
const WOKEN = Math.min(Number(process.env.WOKEN ?? 2_000), Math.floor((SESSIONS - STREAMS) / 3));
const IDLE_SECONDS = Number(process.env.IDLE_SECONDS ?? 60);
const CONNECTIONS = 32;
const LIVE_SESSION = "sh.executor.session.LiveSession";
const INITIALIZE = JSON.stringify({
  jsonrpc: "2.0", id: 0, method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: {} },
    clientInfo: { name: "a client with a name", title: "A client", version: "1.2.3" },
  },
});
const PING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
const BOTH = { accept: "application/json, text/event-stream" };

const bearer = ({ token }) => ({ authorization: `Bearer ${token}` });
const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const at = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
const cells = (values) => console.log(`| ${values.join(" | ")} |`);
const heading = (values) => { console.log(); cells(values); cells(values.map((_, i) => (i === 0 ? "---" : "--:"))); };

// --- What is done to a node ---------------------------------------------------------------------

/** Has `times` things done, so many at a time, each over a connection of its own lane. */
async function many(node, times, thing) {
  let next = 0;
  const lanes = Array.from({ length: Math.min(CONNECTIONS, times) }, async () => {
    const connection = new Connection(node.base);
    for (let i = next++; i < times; i = next++) await thing(connection, i);
    connection.close();
  });
  await Promise.all(lanes);
}

async function begin(node, times) {
  const ids = [];
  await many(node, times, async (connection, i) => {
    const { status, headers, text } = await connection.send("POST", "/mcp", { ...bearer(node), ...BOTH }, INITIALIZE);
    if (status !== 200) throw new Error(`initialize: ${status} ${text}`);
    ids[i] = headers.get("mcp-session-id");
  });
  return ids;
}

/** Opens a stream; what it is refused with when it is, else what closes it. */
async function stream(node, route, headers) {
  const connection = new Connection(node.base);
  let text = "";
  const { status } = await connection.stream("GET", route, { ...bearer(node), accept: "text/event-stream", ...headers }, (piece) => {
    text += text.length < 1000 ? piece : "";
  });
  if (status === 200) return { close: () => connection.close() };
  await sleep(0.1);
  connection.close();
  return { refused: `${status} ${text}` };
}

async function openAll(node, times, route, headers) {
  const opened = [];
  await many(node, times, async (_, i) => {
    const one = await stream(node, route, headers(i));
    if (one.refused) throw new Error(`stream ${i + 1}: ${one.refused}`);
    opened[i] = one;
  });
  return opened;
}

async function ping(connection, node, id) {
  const headers = { ...bearer(node), ...BOTH, "mcp-session-id": id, "mcp-protocol-version": "2025-11-25" };
  const { status, text } = await connection.send("POST", "/mcp", headers, PING);
  if (status !== 200) throw new Error(`ping: ${status} ${text}`);
}

/** Pings each session once, one after the other. */
async function pinged(what, node, ids) {
  const connection = new Connection(node.base);
  const times = [];
  for (const id of ids) {
    const begun = performance.now();
    await ping(connection, node, id);
    times.push(performance.now() - begun);
  }
  connection.close();
  times.sort((a, b) => a - b);
  cells([what, at(times, 0.5).toFixed(2), at(times, 0.99).toFixed(2), times.length]);
}

async function statements(node) {
  const connection = new Connection(node.base);
  const { text } = await connection.send("GET", "/q/metrics", bearer(node));
  connection.close();
  return text.split("\n").filter((line) => line.startsWith("agroal_acquire_count_total"))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

// --- What is seen of it -------------------------------------------------------------------------

function look(node) {
  const heap = live(node.pid);
  return { heap, rss: rss(node.pid), threads: threads(node.pid), sessions: count(heap, LIVE_SESSION) };
}

/** A row that says what has come with `n` more of something. */
function row(what, before, after, n) {
  const each = (bytes) => (bytes / n / 1024).toFixed(2);
  cells([what, after.sessions, (after.heap.bytes / 2 ** 20).toFixed(1), each(after.heap.bytes - before.heap.bytes),
    (after.rss / 2 ** 20).toFixed(0), each(after.rss - before.rss), after.threads]);
  if (process.env.DETAIL) {
    for (const [name, bytes, more] of growth(before.heap, after.heap, 25)) {
      console.log(`    ${(bytes / n).toFixed(0).padStart(7)} B ${(more / n).toFixed(2).padStart(7)} ${name}`);
    }
  }
}

/** What streams cost that say nothing, in a second. */
async function idle(node, what) {
  const [cpu, sql] = [cpuMs(node.pid), await statements(node)];
  await sleep(10);
  const [cpuAfter, sqlAfter] = [cpuMs(node.pid), await statements(node)];
  return `${what}: ${((cpuAfter - cpu) / 10).toFixed(0)} ms of processor time and ${((sqlAfter - sql) / 10).toFixed(1)} statements a second`;
}

async function hibernated(node, sessions) {
  for (const until = performance.now() + (IDLE_SECONDS + 120) * 1000; performance.now() < until; await sleep(3)) {
    const seen = look(node);
    if (seen.sessions <= sessions) return seen;
  }
  throw new Error("The sessions did not leave memory in time");
}

function rowsOf(database) {
  const lib = path.join(HOME, "target", "quarkus-app", "lib", "main");
  const driver = path.join(lib, fs.readdirSync(lib).find((name) => name.startsWith("org.postgresql.postgresql-")));
  const printed = execFileSync(jdk("java"), ["-cp", driver, path.join(HOME, "bench", "sessions", "Rows.java"), "mcp_session"], {
    encoding: "utf8",
    env: { ...process.env, ROWS_URL: database.url, ROWS_USER: database.user, ROWS_PASSWORD: database.password },
  });
  return printed.trim().split("\n").map((line) => JSON.parse(line));
}

// --- The nodes ----------------------------------------------------------------------------------

async function nodes() {
  const key = { EXECUTOR_SECRET_KEY: randomBytes(32).toString("base64") };
  const data = path.join(scratch(), "data");
  const keeper = await executor(data, key);
  const database = embedded(data);
  const shared = {
    ...key,
    EXECUTOR_DATABASE_URL: database.url,
    EXECUTOR_DATABASE_USER: database.user,
    EXECUTOR_DATABASE_PASSWORD: database.password,
    EXECUTOR_SESSION_IDLE_DROP: `${IDLE_SECONDS}s`,
    EXECUTOR_SESSION_SWEEP_INTERVAL: "1s",
  };
  const home = await executor(path.join(scratch(), "data"), shared);
  const other = await executor(path.join(scratch(), "data"), shared);
  return { keeper, database, home, other };
}

async function warmUp(node) {
  const ids = await begin(node, 2_000);
  await many(node, 10_000, (connection, i) => ping(connection, node, ids[i % ids.length]));
  const open = await openAll(node, 200, "/mcp", (i) => ({ "mcp-session-id": ids[i] }));
  const old = await openAll(node, 200, "/sse", () => ({}));
  for (const each of [...open, ...old]) each.close();
}

async function main() {
  const { database, home, other } = await nodes();
  console.log(`${SESSIONS} sessions, ${STREAMS} streams; ${machine()}`);
  await warmUp(home);
  await warmUp(other);
  const empty = await hibernated(home, 0);
  heading(["", "in memory", "heap MiB", "KiB each", "RSS MiB", "KiB each", "threads"]);
  row("nothing", empty, empty, 1);

  const costs = [await idle(home, "Nothing")];
  const before = rowsOf(database)[0];
  const ids = await begin(home, SESSIONS);
  const after = rowsOf(database)[0];
  const warm = look(home);
  row("warm", empty, warm, SESSIONS);
  const open = await openAll(home, STREAMS, "/mcp", (i) => ({ "mcp-session-id": ids[i] }));
  row("and streams", warm, look(home), STREAMS);
  const quiet = await hibernated(home, STREAMS);
  row("only those with streams left", empty, quiet, STREAMS);
  costs.push(await idle(home, `${STREAMS} streams`));
  for (const each of open) each.close();
  const asleep = await hibernated(home, 0);
  row("hibernated", empty, asleep, SESSIONS);
  const old = await openAll(home, STREAMS, "/sse", () => ({}));
  row("streams of HTTP+SSE", asleep, look(home), STREAMS);
  costs.push(await idle(home, `${STREAMS} streams of HTTP+SSE`));
  costs.push(await full(home));
  for (const each of old) each.close();
  const gone = await hibernated(home, 0);
  await flood(home);
  row(`after ${FLOOD} requests for sessions nobody has`, gone, look(home), FLOOD);

  console.log(`\nRow with indexes: ${Math.round((after.bytes - before.bytes) / (after.rows - before.rows))} bytes a session`);
  console.log(costs.join("\n"));
  await wakes(home, other, ids.slice(STREAMS));
  console.log(`\nLoad ${load()} at the end`);
}

/** Opens streams beyond those there are until one is refused, and says how. */
async function full(node) {
  const more = [];
  for (;;) {
    const one = await stream(node, "/sse", {});
    if (!one.refused) { more.push(one); continue; }
    for (const each of more) each.close();
    return `Stream ${STREAMS + more.length + 1} of the account is refused: ${one.refused}`;
  }
}

async function flood(node) {
  await many(node, FLOOD, async (connection) => {
    const headers = { ...bearer(node), ...BOTH, "mcp-session-id": randomBytes(32).toString("base64url") };
    const { status } = await connection.send("POST", "/mcp", headers, PING);
    if (status !== 404) throw new Error(`a made-up session: ${status}`);
  });
}

async function wakes(home, other, ids) {
  const part = (n) => ids.slice(n * WOKEN, (n + 1) * WOKEN);
  heading(["the answer to a ping", "p50 ms", "p99 ms", "sessions"]);
  await pinged("that wakes its session", home, part(0));
  await pinged("of a warm session", home, part(0));
  await pinged("that wakes its session, through another node", other, part(1));
  await pinged("of a warm session, through another node", other, part(1));
  process.kill(home.pid, "SIGTERM");
  while (fs.existsSync(`/proc/${home.pid}`) && !ended(home.pid)) await sleep(0.1);
  await pinged("that wakes its session at another node", other, part(2));
}

const ended = (pid) => /State:\s+Z/.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));

try {
  await main();
} finally {
  await stopAll();
}
