// What processes cost, as Linux counts it.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const TICK_MS = 10;

function stat(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
  } catch {
    return { parent: 0, ms: 0 }; // it has ended
  }
}

/** Processor time of a process, in ms; 0 when there is none. */
export const cpuMs = (pid) => stat(pid).ms;

/** The processes that a process has begun, and so on. */
export function below(pid) {
  const all = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map(all.map((each) => [each, stat(each).parent]));
  const found = new Set([pid]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const [each, parent] of parents) if (found.has(parent)) found.add(each);
  }
  found.delete(pid);
  return [...found];
}

/** Memory a process holds, in bytes. */
export const rss = (pid) => 1024 * Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

/** How many threads a process has. */
export const threads = (pid) => Number(/Threads:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

/** How busy the machine has been for a minute. */
export const load = () => os.loadavg()[0].toFixed(1);

/** A program of the JDK that JAVA_HOME names, or else of the one on the path. */
export const jdk = (name) => (process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, "bin", name) : name);

/** How the machine is: its load, and how long its memory takes. */
export function machine() {
  const memory = execFileSync(jdk("java"), [fileURLToPath(new URL("Memory.java", import.meta.url))], { encoding: "utf8" });
  return `load ${load()}, memory ${memory.replace(/ \(.*\n/, "")}, ${os.availableParallelism()} cores`;
}
