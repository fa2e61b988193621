// A Java that is new enough: JAVA_HOME's, or the one in the path.
import { access, constants, readFile, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

const OLDEST = 25;

/** The program, once it is known not to be too old, and which build it is if that is known. */
export async function findJava(env) {
  const folders = env.JAVA_HOME
    ? [join(env.JAVA_HOME, "bin")]
    : (env.PATH ?? "").split(delimiter).filter(Boolean);
  for (const folder of folders) {
    const java = join(folder, "java");
    if (await access(java, constants.X_OK).then(() => true, () => false)) {
      const release = await releaseOf(java);
      const version = Number(/^JAVA_VERSION="(\d+)/m.exec(release)?.[1] ?? OLDEST);
      if (version < OLDEST) {
        throw needed(`, and ${java} is Java ${version}`);
      }
      return { program: java, build: /^JAVA_RUNTIME_VERSION="([^"]+)/m.exec(release)?.[1] };
    }
  }
  throw needed("");
}

// The file that each Java has: to ask the program takes longer than the rest.
async function releaseOf(java) {
  const home = dirname(dirname(await realpath(java)));
  return readFile(join(home, "release"), "utf8").catch(() => "");
}

function needed(why) {
  return new Error(
    `Java ${OLDEST} or newer is needed${why}. Install one (https://adoptium.net) or set JAVA_HOME.`,
  );
}
