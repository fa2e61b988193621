// What it costs to start the command line: processor time and wall clock of `java -version`,
// `executor --version`, and `executor mcp` until its first `initialize` is answered by a server that
// runs, in turn, so that each has the same neighbours. Usage: node start.mjs [EXECUTOR [TIMES]].
// The server is the one of EXECUTOR_DATA_DIR, started first.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const executor = process.argv[2] ?? "./executor";
const times = Number(process.argv[3] ?? 15);
const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : "java";
const TICK_MILLIS = 10;

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "start", version: "1" },
  },
};

const processor = (pid) => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MILLIS;
};

const run = (command, args) => {
  const before = performance.now();
  const { stderr } = spawnSync("bash", ["-c", 'TIMEFORMAT="cpu %U %S"; time "$@"', "-", command, ...args], {
    encoding: "utf8",
  });
  const [, user, system] = stderr.match(/cpu ([\d.]+) ([\d.]+)/);
  return { wall: performance.now() - before, cpu: 1000 * (Number(user) + Number(system)) };
};

const bridge = async () => {
  const before = performance.now();
  const child = spawn(executor, ["mcp"], { stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.write(JSON.stringify(initialize) + "\n");
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const wall = performance.now() - before;
  const cpu = processor(child.pid);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  const megabytes = Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024;
  const ended = performance.now();
  child.stdin.end();
  await new Promise((resolve) => child.once("exit", resolve));
  return { wall, cpu, megabytes, end: performance.now() - ended };
};

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const seen = { java: [], version: [], mcp: [] };

run(executor, ["daemon", "start"]);
for (let i = 0; i < times; i++) {
  seen.java.push(run(java, ["-version"]));
  seen.version.push(run(executor, ["--version"]));
  seen.mcp.push(await bridge());
}
for (const [what, all] of Object.entries(seen)) {
  const line = Object.keys(all[0]).map((key) => `${key} ${median(all.map((one) => one[key])).toFixed(0)}`);
  console.log(what.padEnd(8), line.join("  "));
}
console.log("load", readFileSync("/proc/loadavg", "utf8").trim());
