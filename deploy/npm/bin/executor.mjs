#!/usr/bin/env node
// Runs Executor: fetches the jar of this version the first time, and gives it to Java 25 or newer.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { cached } from "../lib/class-cache.mjs";
import { fetchJar } from "../lib/fetch-jar.mjs";
import { findJava } from "../lib/find-java.mjs";

// What makes the process a server, or has it use the database as one does.
const servers = new Set(["serve", "migrate", "--foreground"]);
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

try {
  const java = await findJava(process.env);
  const jar = await fetchJar(process.env);
  const given = process.argv.slice(2);
  const child = spawn(java.program, [...(await words(java, jar, given)), ...given], {
    stdio: "inherit",
    env: withLocale(process.env),
  });
  for (const signal of signals) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (failure) => fail(`${java.program} can not be run (${failure.code}).`));
  child.on("exit", (code, signal) => {
    process.exit(signal ? 128 + constants.signals[signal] : code);
  });
} catch (failure) {
  fail(failure.message);
}

async function words(java, jar, given) {
  if (given.some((word) => servers.has(word))) {
    return [
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-XX:+UseCompactObjectHeaders",
      ...(process.env.EXECUTOR_JAVA_OPTIONS ?? "").split(/\s+/).filter(Boolean),
      "-jar",
      jar,
    ];
  }
  // The rest is small and short, and its standard output is read by programs.
  const command = [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xms8m",
    "-Xmx256m",
    "-XX:ReservedCodeCacheSize=24m",
    "-XX:-UsePerfData",
    "-Xlog:disable",
    "-Xlog:all=warning,aot*=off:stderr",
    "-cp",
    jar,
    "sh.executor.app.Main",
  ];
  return [...(await cached(java, jar, command)), ...command];
}

// Clients start a bridge without a locale; then Java could not read paths beyond ASCII.
function withLocale(env) {
  return env.LC_ALL || env.LC_CTYPE || env.LANG ? env : { ...env, LC_CTYPE: "C.UTF-8" };
}

function fail(message) {
  process.stderr.write(`executor: ${message}\n`);
  process.exit(1);
}
