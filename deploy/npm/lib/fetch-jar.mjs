// The jar of this package's version: kept in the user's cache, fetched when it is not there, and run
// only if its SHA-256 is the one that was released.
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const WITHIN_MILLIS = 15 * 60_000;
const BYTES_MAX = 512 * 1024 * 1024;

/**
 * Where the jar is, once it is there and checked.
 *
 * @param env EXECUTOR_RELEASES and EXECUTOR_CACHE_DIR replace where it comes from and where it is kept
 */
export async function fetchJar(env) {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  const releases = env.EXECUTOR_RELEASES || manifest.executor.releases;
  const from = `${releases}/download/v${manifest.version}/${released()}`;
  const folder = join(env.EXECUTOR_CACHE_DIR || join(homedir(), ".cache", "executor"), manifest.version);
  const jar = join(folder, "executor.jar");

  // A published package holds the sum; one that does not asks beside the jar.
  const known = manifest.executor.sha256[released()];
  const kept = await readFile(`${jar}.sha256`, "utf8").catch(() => "");
  if (kept && (!known || known === kept) && (await isStill(jar, kept))) {
    return jar;
  }

  const expected = known || sum(await text(`${from}.sha256`), from);
  await mkdir(folder, { recursive: true });
  const part = join(folder, `.executor.jar.${randomUUID()}`);
  try {
    process.stderr.write(`Fetching ${from}\n`);
    await download(`${from}`, part);
    const actual = await sha256(part);
    if (actual !== expected) {
      throw new Error(
        `${from} is not the one that was released (SHA-256 ${actual}, not ${expected}): nothing was installed.`,
      );
    }
    await rename(part, jar);
    await writeFile(`${jar}.sha256`, expected);
    await rm(`${jar}.seen`, { force: true });
    return jar;
  } finally {
    await rm(part, { force: true });
  }
}

// To read all of it takes longer than a start, so that is done again only when the file is another
// than the one that was read: written to since, or put in its place.
async function isStill(jar, sum) {
  const now = await state(jar);
  const seen = await readFile(`${jar}.seen`, "utf8").catch(() => "");
  if (now && seen === `${sum} ${now}`) {
    return true;
  }
  if ((await sha256(jar).catch(() => "")) !== sum) {
    return false;
  }
  await writeFile(`${jar}.seen`, `${sum} ${now}`);
  return true;
}

async function state(file) {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true }).catch(() => ({}));
  return size === undefined ? "" : [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

// The built-in database is a program of its own for each system, and released is what is tested.
function released() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `there is a release for Linux on x64 only, and this is ${process.platform} on ${process.arch}:` +
        " build Executor from its sources, or use a server elsewhere.",
    );
  }
  return "executor-linux-amd64.jar";
}

function sum(file, from) {
  const found = /^[0-9a-f]{64}(?=\s|$)/.exec(file);
  if (!found) {
    throw new Error(`${from}.sha256 holds no SHA-256: nothing was installed.`);
  }
  return found[0];
}

async function answer(url) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MILLIS) });
  } catch (failure) {
    throw new Error(`${url} can not be fetched (${failure.cause?.code ?? failure.message}).`);
  }
  if (!response.ok) {
    throw new Error(`${url} can not be fetched (status ${response.status}): nothing was installed.`);
  }
  return response;
}

async function text(url) {
  return (await answer(url)).text();
}

async function download(url, file) {
  const response = await answer(url);
  let bytes = 0;
  const bounded = async function* (source) {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > BYTES_MAX) {
        throw new Error(`${url} is larger than ${BYTES_MAX} bytes.`);
      }
      yield chunk;
    }
  };
  try {
    await pipeline(Readable.fromWeb(response.body), bounded, createWriteStream(file, { mode: 0o600 }));
  } catch (failure) {
    throw new Error(`${url} broke off (${failure.cause?.code ?? failure.message}): nothing was installed.`);
  }
}

async function sha256(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
