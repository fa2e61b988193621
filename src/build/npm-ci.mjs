// Runs `npm ci` in the given folder unless what it installed is newer than the lock file.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`Executor builds with Node 20 or newer; this is ${process.version}.`);
  process.exit(1);
}
const folder = process.argv[2];
const lock = join(folder, "package-lock.json");
const installed = join(folder, "node_modules", ".package-lock.json");
if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) process.exit(0);

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const { status } = spawnSync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
  cwd: folder,
  stdio: "inherit",
});
process.exit(status ?? 1);
