/** The runtimes, and the one thing that is ever run: the program of each, to ask its version. */
import { execFileSync } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, relative, sep } from "node:path";
import process from "node:process";

const RUNTIMES = ["bun", "deno", "node"] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** What a record or a folder names is run only if it is one of these. */
export const isRuntime = (name: string): name is Runtime => (RUNTIMES as readonly string[]).includes(name);

/**
 * A runtime's program: the first on `PATH` that is not of the project. A relative or empty entry means whichever folder somebody is in,
 * and what lies in the project or in a `node_modules/.bin` was put there by its files.
 *
 * @param folder the project's
 * @returns undefined where there is none
 */
export function findRuntime(name: Runtime, path: string, folder: string): string | undefined {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  const project = realPath(folder) ?? folder;
  // A home folder holds the person's own programs.
  const home = process.env[process.platform === "win32" ? "USERPROFILE" : "HOME"];
  const isHome = home !== undefined && isInside(realPath(home) ?? home, project);
  const isOfProject = (place: string): boolean => !isHome && (isInside(place, folder) || isInside(place, project));
  return path
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(entry))
    .map((entry) => join(entry, file))
    .find((place) => {
      const real = realPath(place);
      return real !== undefined && isProgram(real) && !isOfProject(place) && !isOfProject(real);
    });
}

/**
 * What a program prints of its version.
 *
 * It is asked in its own folder: some programs of this name look at files where they are called to decide what to run.
 *
 * @throws {Error} when it cannot be run, or does not answer
 */
export const askVersion = (program: string): string =>
  execFileSync(program, ["--version"], {
    cwd: dirname(program),
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 10_000,
    killSignal: "SIGKILL",
  }).toString();

function isInside(place: string, folder: string): boolean {
  const way = relative(folder, place);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realPath(place: string): string | undefined {
  try {
    return realpathSync(place);
  } catch {
    return undefined;
  }
}

function isProgram(place: string): boolean {
  try {
    const found = statSync(place);
    // Not accessSync: Deno wants --allow-sys for it.
    return found.isFile() && (process.platform === "win32" || (found.mode & 0o111) !== 0);
  } catch {
    return false;
  }
}
