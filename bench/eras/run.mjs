#!/usr/bin/env node
// Starts this service, the original and mcp-proxy before a small stdio server, all on this machine, and
// measures them side by side by eras.mjs, whose variables count here too. The other two are installed
// from npm into target/bench-peers. OURS=1 measures this service alone.
//
//   bench/eras/run.mjs
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { embedded, executor, freePort, HOME, scratch, start, stopAll } from "../lib/service.mjs";

const PEERS = { executor: "1.5.9", "mcp-proxy": "6.7.19" };
const folder = path.join(HOME, "target", "bench-peers");
const modules = path.join(folder, "node_modules");

function install() {
  const wanted = JSON.stringify({ private: true, dependencies: PEERS });
  const manifest = path.join(folder, "package.json");
  if (fs.existsSync(modules) && fs.existsSync(manifest) && fs.readFileSync(manifest, "utf8") === wanted) return;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(manifest, wanted);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: folder, stdio: "inherit" });
}

async function original() {
  const home = scratch();
  const port = await freePort();
  const binary = path.join(modules, `executor-linux-${process.arch}`, "bin", "executor");
  const { pid } = await start("original", binary, ["web", "--port", `${port}`, "--auth-token", "T"], {
    env: { HOME: home, XDG_DATA_HOME: home },
    until: /Executor is ready/,
  });
  return `original=http://127.0.0.1:${port},T,${pid}`;
}

async function proxy() {
  const port = await freePort();
  const args = [
    path.join(modules, "mcp-proxy", "dist", "bin", "mcp-proxy.mjs"), "--host", "127.0.0.1", "--port", `${port}`,
    "--", process.execPath, path.join(HOME, "bench", "eras", "stdio-server.mjs"),
  ];
  const { pid } = await start("mcp-proxy", process.execPath, args, { until: /starting server on port/ });
  return `mcp-proxy=http://127.0.0.1:${port},-,${pid}`;
}

async function ours() {
  const data = path.join(scratch(), "data");
  const { base, token, pid } = await executor(data);
  return `ours=${base},${token},${pid}+${embedded(data).pid}`;
}

try {
  const services = [await ours()];
  if (!process.env.OURS) {
    install();
    services.push(await original(), await proxy());
  }
  const table = spawn(process.execPath, [path.join(HOME, "bench", "eras", "eras.mjs"), ...services], { stdio: "inherit" });
  process.exitCode = await new Promise((done) => table.on("exit", (code) => done(code ?? 1)));
} finally {
  await stopAll();
}
