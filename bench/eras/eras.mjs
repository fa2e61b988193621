#!/usr/bin/env node
// Requests per second, p50, p99 and processor time of what clients ask for again and again, in each
// era of the protocol, with 1 and 64 connections: one table for every service it is pointed at. Needs
// Node 20 and nothing from npm. bench/eras/run.mjs starts this service and two others, and this.
//
//   bench/eras/eras.mjs ours=http://127.0.0.1:4788,$TOKEN,$PID+$POSTGRES_PID other=http://127.0.0.1:4790,-
//
// A token of - is none. Processor time is told where a process is named: of it alone, then, after a +,
// of all it has begun and of the others named. SECONDS sets how long each row is measured (default 5);
// before the first one each service does all of it for as long, unmeasured, and again for a fifth of that
// before each row. CONNECTIONS says which numbers of connections (default 1,64), ERAS which eras (default
// all). Whoever does not speak an era, or has no such method, has - in its row.
import { below, cpuMs, load, machine } from "../lib/proc.mjs";
import { NotSpoken, Sessionful, Sse, Stateless } from "./transports.mjs";

const SECONDS = Number(process.env.SECONDS ?? 5);
const CONNECTIONS = (process.env.CONNECTIONS ?? "1,64").split(",").map(Number);
const ERAS = [Sse, Sessionful, Stateless].filter((era) => (process.env.ERAS ?? era.title).includes(era.title));
const EXECUTE = { name: "execute", arguments: { code: "return 1+1" } };
const WORK = {
  ping: (client) => client.ask("ping"),
  "tools/list": (client) => client.ask("tools/list"),
  execute: async (client) => {
    const { isError, structuredContent } = await client.ask("tools/call", EXECUTE);
    if (isError || structuredContent?.result !== 2) throw new Error(`execute: ${JSON.stringify(structuredContent)}`);
  },
  initialize: (client) => client.begin(),
};

function service(argument) {
  const [, name, base, token, pids] = /^([^=]+)=([^,]+),([^,]+)(?:,(\d+(?:\+\d+)*))?$/.exec(argument) ?? [];
  if (!name) throw new Error("usage: eras.mjs <name>=<base URL>,<token>[,<pid>[+<pid>...]] [...]");
  const [pid, ...others] = pids?.split("+").map(Number) ?? [];
  const headers = token === "-" ? {} : { authorization: `Bearer ${token}` };
  return { name, base, path: "/mcp", ssePath: "/sse", headers, pid, others };
}

/** Processor time so far: of the process, and of those it needs. */
function spent({ pid, others }) {
  if (!pid) return undefined;
  const helpers = new Set([...below(pid), ...others.flatMap((other) => [other, ...below(other)])]);
  return { own: cpuMs(pid), helpers: [...helpers].reduce((sum, each) => sum + cpuMs(each), 0) };
}

async function loop(clients, work, seconds, times) {
  const until = performance.now() + seconds * 1000;
  await Promise.all(clients.map(async (client) => {
    while (performance.now() < until) {
      const begun = performance.now();
      await work(client);
      times?.push(performance.now() - begun);
    }
  }));
}

async function withClients(service, era, connections, what) {
  const clients = await Promise.all(Array.from({ length: connections }, () => era.open(service)));
  try {
    return await what(clients);
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

const at = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];

async function measure(service, era, work, connections) {
  return withClients(service, era, connections, async (clients) => {
    await loop(clients, work, SECONDS / 5);
    const times = [];
    const before = spent(service);
    const begun = performance.now();
    await loop(clients, work, SECONDS, times);
    const seconds = (performance.now() - begun) / 1000;
    const after = spent(service);
    times.sort((a, b) => a - b);
    return { p50: at(times, 0.5), p99: at(times, 0.99), rate: times.length / seconds, cpu: cpu(before, after, times.length) };
  });
}

function cpu(before, after, requests) {
  if (!before) return "-";
  const own = (after.own - before.own) / requests;
  const helpers = (after.helpers - before.helpers) / requests;
  return helpers < 0.005 ? own.toFixed(2) : `${own.toFixed(2)}+${helpers.toFixed(2)}`;
}

const unspoken = new Set();

/** Has a service do all it is going to be measured by; what it does not speak is noted. */
async function warmUp(service) {
  for (const era of ERAS) {
    for (const work of Object.values(WORK)) {
      await withClients(service, era, Math.max(...CONNECTIONS), (clients) => loop(clients, work, SECONDS))
        .catch((error) => note(service, era, error));
    }
  }
}

function note(service, era, error) {
  if (!(error instanceof NotSpoken)) throw new Error(`${service.name}, ${era.title}`, { cause: error });
  unspoken.add(`${service.name}, ${era.title}: ${error.message}`);
}

async function cell(service, era, name, connections) {
  try {
    const { p50, p99, rate, cpu: each } = await measure(service, era, WORK[name], connections);
    return [p50.toFixed(2), p99.toFixed(2), rate.toFixed(0), each];
  } catch (error) {
    note(service, era, error);
    return ["-", "-", "-", "-"];
  }
}

const title = (era, name) => `${era.title} ${era === Stateless && name === "initialize" ? "server/discover" : name}`;
const cells = (values) => console.log(`| ${values.join(" | ")} |`);

const services = process.argv.slice(2).map(service);
if (services.length === 0) service("");
for (const each of services) await warmUp(each);
console.log(`${machine()} at the beginning\n`);
cells(["", "connections", ...services.flatMap((each) => [`${each.name} p50 ms`, "p99 ms", "per s", "cpu ms"])]);
cells(["---", "--:", ...services.flatMap(() => ["--:", "--:", "--:", "--:"])]);
for (const era of ERAS) {
  for (const name of Object.keys(WORK)) {
    for (const connections of CONNECTIONS) {
      const row = [];
      for (const each of services) row.push(...(await cell(each, era, name, connections)));
      if (row.some((value) => value !== "-")) cells([title(era, name), connections, ...row]);
    }
  }
}
console.log(`\nLoad ${load()} at the end`);
if (unspoken.size > 0) console.log(`Not spoken:\n${[...unspoken].map((line) => `- ${line}`).join("\n")}`);
