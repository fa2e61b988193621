// What lives in the heap of a JVM, by its own tool, which has it collect first.
import { execFileSync } from "node:child_process";
import { jdk } from "./proc.mjs";

const ask = (pid, command) => execFileSync(jdk("jcmd"), [`${pid}`, command], { encoding: "utf8", maxBuffer: 1 << 28 });

/** All that is reachable: { bytes, classes: Map of name to { count, bytes } }. */
export function live(pid) {
  ask(pid, "GC.run"); // what this lets go of natively is found by the collection of the histogram
  const classes = new Map();
  let bytes = 0;
  for (const line of ask(pid, "GC.class_histogram").split("\n")) {
    const [, count, size, name] = /^\s*\d+:\s+(\d+)\s+(\d+)\s+(\S+)/.exec(line) ?? [];
    if (!name) continue;
    const before = classes.get(name) ?? { count: 0, bytes: 0 };
    classes.set(name, { count: before.count + Number(count), bytes: before.bytes + Number(size) });
    bytes += Number(size);
  }
  return { bytes, classes };
}

/** How many objects of a class there are. */
export const count = (heap, name) => heap.classes.get(name)?.count ?? 0;

/** The classes that grew most from one look to another, as [name, bytes, count]. */
export function growth(before, after, most) {
  return [...after.classes]
    .map(([name, now]) => {
      const then = before.classes.get(name) ?? { count: 0, bytes: 0 };
      return [name, now.bytes - then.bytes, now.count - then.count];
    })
    .sort((a, b) => b[1] - a[1])
    .slice(0, most);
}
