// Starts services and stops them again, also when the measurement fails or is interrupted.
import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const HOME = fileURLToPath(new URL("../..", import.meta.url));

const START_MS_MAX = 1_800_000; // the launcher may have to build first
const STOP_MS_MAX = 60_000; // a service that is killed leaves its database behind
const running = [];
const folders = [];

/** A folder that is gone when all is over. */
export function scratch() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "executor-bench-"));
  folders.push(folder);
  return folder;
}

export const freePort = () => new Promise((done) => {
  const server = net.createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Starts a program and waits until what it prints matches; gives { pid, found }. */
export function start(name, command, args, { env = {}, until }) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  let printed = "";
  return new Promise((done, failed) => {
    const fail = (why) => failed(new Error(`${name} ${why}\n${printed.slice(-2000)}`));
    const timer = setTimeout(() => fail("did not start in time"), START_MS_MAX);
    child.on("error", (error) => fail(error.message));
    child.on("exit", (code) => { clearTimeout(timer); fail(`ended with ${code}`); });
    const read = (data) => {
      printed = (printed + data).slice(-100_000);
      const found = until.exec(printed);
      if (found) {
        clearTimeout(timer);
        done({ pid: child.pid, found });
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
}

/**
 * This service, packaged, on a free port: { base, token, pid }, the token being its owner's. The
 * launcher becomes the service, so that its id is that.
 */
export async function executor(data, env = {}) {
  const { pid, found } = await start("executor", path.join(HOME, "executor"), ["serve", "--port", "0", "--data-dir", data], {
    // All sessions of a measurement are one account's.
    env: { EXECUTOR_SESSION_PER_ACCOUNT_MAX: "1000000", ...env },
    until: /"url":"(http:\/\/[^"/]+)\/mcp"/,
  });
  const { token } = JSON.parse(fs.readFileSync(path.join(data, "server-control", "auth.json"), "utf8"));
  return { base: found[1], token, pid };
}

/** The database that a service has in its data directory: { pid, url, user, password }. */
export function embedded(data) {
  const folder = path.join(data, "postgres");
  const [pid, , , port] = fs.readFileSync(path.join(folder, "data", "postmaster.pid"), "utf8").split("\n");
  const password = fs.readFileSync(path.join(folder, "password"), "utf8").trim();
  return { pid: Number(pid), url: `jdbc:postgresql://127.0.0.1:${port}/postgres`, user: "executor", password };
}

/** Stops what was started, the last first, and removes what was written. */
export async function stopAll() {
  for (const child of running.reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
    await ended;
    clearTimeout(timer);
  }
  running.length = 0;
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stopAll().finally(() => process.exit(1)));
