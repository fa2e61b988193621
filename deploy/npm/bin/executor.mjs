#!/usr/bin/env node
// Runs Executor: fetches the jar of this version the first time, and gives it to Java 25 or newer.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fetchJar } from "../lib/fetch-jar.mjs";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

try {
  const jar = await fetchJar(process.env);
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";
  const options = (process.env.EXECUTOR_JAVA_OPTIONS ?? "").split(/\s+/).filter(Boolean);
  const child = spawn(
    java,
    [
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      ...options,
      "-jar",
      jar,
      ...process.argv.slice(2),
    ],
    { stdio: "inherit" },
  );
  for (const signal of signals) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", () => {
    fail("Java 25 or newer is needed. Install one (https://adoptium.net) or set JAVA_HOME.");
  });
  child.on("exit", (code, signal) => {
    process.exit(signal ? 128 + { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] : code);
  });
} catch (failure) {
  fail(failure.message);
}

function fail(message) {
  process.stderr.write(`executor: ${message}\n`);
  process.exit(1);
}
