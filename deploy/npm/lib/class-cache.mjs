// Which classes a start needs, recorded once for each Java and jar so that later starts need not
// look for them (JEP 514). It only saves time: where nothing can be written, nothing is.
import { spawn } from "node:child_process";
import { mkdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const AGAIN_AFTER_MILLIS = 3_600_000;
const WITHIN_MILLIS = 600_000;

const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "recording", version: "1" },
  },
};

/**
 * The option that has Java use what was recorded, in an array; none when nothing was yet, which is
 * then done beside this start.
 *
 * @param java its program and what build it is
 * @param words what all commands are run with, up to the class
 */
export async function cached(java, jar, words) {
  if (!/^[0-9A-Za-z.+_-]+$/.test(java.build ?? "")) {
    return [];
  }
  // Java looks whether the record is of its own build, but not whether it is of this jar.
  const { size, mtimeMs } = await stat(jar);
  const of = `${java.build}-${size}-${Math.floor(mtimeMs / 1000)}`;
  const cache = join(dirname(jar), `classes-${of}.aot`);
  if (await stat(cache).catch(() => undefined)) {
    return [`-XX:AOTCache=${cache}`];
  }
  if (await begun(cache)) {
    // Not a part of this process: it goes on when that has ended.
    spawn(process.execPath, [fileURLToPath(import.meta.url), cache, java.program, ...words], {
      detached: true,
      stdio: "ignore",
    })
      .on("error", () => {})
      .unref();
  }
  return [];
}

// Whether nobody else records, or has since this one looked. What failed is tried again an hour later.
async function begun(cache) {
  const folder = `${cache}.recording`;
  try {
    const other = await stat(folder).catch(() => undefined);
    if (other && Date.now() - other.mtimeMs > AGAIN_AFTER_MILLIS) {
      await rm(folder, { recursive: true, force: true });
    }
    await mkdir(folder);
    const since = await stat(cache).catch(() => undefined);
    if (since) {
      await rmdir(folder);
    }
    return !since;
  } catch {
    return false;
  }
}

// By a bridge to where no server is.
async function record(cache, java, words) {
  const folder = `${cache}.recording`;
  const child = spawn(
    java,
    [`-XX:AOTCacheOutput=${join(folder, "classes")}`, ...words].concat(
      ["mcp", "--base-url", "http://127.0.0.1:1", "--data-dir", join(folder, "data")],
    ),
    {
      stdio: ["pipe", "ignore", "ignore"],
      env: { PATH: process.env.PATH, HOME: folder, LC_CTYPE: "C.UTF-8" },
      timeout: WITHIN_MILLIS,
    },
  );
  child.stdin.on("error", () => {});
  child.stdin.end(`${JSON.stringify(INITIALIZE)}\n`);
  const code = await new Promise((resolve) => child.on("error", resolve).on("exit", resolve));
  if (code === 0) {
    await rename(join(folder, "classes"), cache);
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [cache, java, ...words] = process.argv.slice(2);
  await record(cache, java, words).catch(() => {});
}
