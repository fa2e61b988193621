// A Java that is new enough: JAVA_HOME's, or the one in the path.
import { access, constants, readFile, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

const OLDEST = 25;

/** The program, once it is known not to be too old. */
export async function findJava(env) {
  const folders = env.JAVA_HOME
    ? [join(env.JAVA_HOME, "bin")]
    : (env.PATH ?? "").split(delimiter).filter(Boolean);
  for (const folder of folders) {
    const java = join(folder, "java");
    if (await access(java, constants.X_OK).then(() => true, () => false)) {
      const version = await versionOf(java);
      if (version && version < OLDEST) {
        throw needed(`, and ${java} is Java ${version}`);
      }
      return java;
    }
  }
  throw needed("");
}

// By the file that each Java has: to ask the program takes longer than the rest.
async function versionOf(java) {
  const home = dirname(dirname(await realpath(java)));
  const release = await readFile(join(home, "release"), "utf8").catch(() => "");
  const found = /^JAVA_VERSION="(\d+)/m.exec(release);
  return found && Number(found[1]);
}

function needed(why) {
  return new Error(
    `Java ${OLDEST} or newer is needed${why}. Install one (https://adoptium.net) or set JAVA_HOME.`,
  );
}
