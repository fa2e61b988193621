// Prepares the wasm the sandbox runs, and keeps what was compiled from it in step with it.
//   engine-wasm.mjs         unpacks the wasm files into target/engine; refuses a stale compilation
//   engine-wasm.mjs seal    names, beside the compiled classes, what they were made from and with
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const packages = join("src", "main", "npm", "node_modules");
const target = join("target", "engine");
const classes = join(target, "classes");
const seal = join(classes, "sh", "executor", "sandbox", "quickjs", "engine.properties");

const wasm = {
  quickjs: readFileSync(join(packages, "quickjs-wasi", "quickjs.wasm")),
  amaro: embedded(readFileSync(join(packages, "amaro", "lib", "wasm.js"), "utf8")),
};
const split = join("src", "build", "engine");
const made = {
  ...wasm,
  split: Buffer.concat(readdirSync(split).sort().map((name) => readFileSync(join(split, name)))),
};
const sealed =
  Object.entries(made)
    .map(([name, bytes]) => `${name}.sha256=${createHash("sha256").update(bytes).digest("hex")}`)
    .join("\n") + "\n";

mkdirSync(target, { recursive: true });
if (process.argv[2] === "seal") {
  // The compiler plugin's loader classes are not used: they would come and go with the profile.
  rmSync(join(target, "sources"), { recursive: true, force: true });
  mkdirSync(dirname(seal), { recursive: true });
  writeFileSync(seal, sealed);
} else if (!existsSync(seal)) {
  for (const [name, bytes] of Object.entries(wasm)) {
    writeFileSync(join(target, `${name}.wasm`), bytes);
  }
} else if (readFileSync(seal, "utf8") !== sealed) {
  rmSync(classes, { recursive: true });
  console.error("What the sandbox's engine is made from has changed: run the build again to compile it.");
  process.exit(1);
}

// The stripper's wasm comes as base64 inside its JavaScript.
function embedded(script) {
  const base64 = /Buffer\.from\('([A-Za-z0-9+/=]+)', *'base64'\)/.exec(script);
  if (!base64) throw new Error("amaro no longer carries its wasm as base64 in lib/wasm.js");
  return Buffer.from(base64[1], "base64");
}
