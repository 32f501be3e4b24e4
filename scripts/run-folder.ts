/** Where runs lie: `<out>/<run id>/`, and `<out>/latest`, which names the newest that has figures. */
import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { linkFolder, makeFolder, makeNewFolder, remove, removeQuietly, rename } from "./files/write-files.ts";
import { UsageError } from "./usage-error.ts";

const LATEST = "latest";

/** The moment in UTC, so that ids sort by time: `2026-11-21-004151`. */
export function newRunId(now: Date): string {
  return now
    .toISOString()
    .replace(/\.\d+Z$/, "")
    .replace("T", "-")
    .replaceAll(":", "");
}

/** Makes `<out>/<run id>/`. @throws {Error} when it is there already: a run never writes into another's folder */
export function createRunFolder(out: string, runId: string): string {
  makeFolder(out);
  const folder = join(realpathSync(out), runId);
  makeNewFolder(folder);
  return folder;
}

/** @throws {UsageError} when it is no folder, or there are files in it: a run never writes into another's folder */
export function requireEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  const isFolder = statSync(folder).isDirectory();
  if (isFolder && readdirSync(folder).length === 0) return;
  const found = isFolder ? "files" : "what is no folder";
  throw new UsageError(
    `Cannot run into "${folder}": wanted an empty folder or none, found ${found}: choose another --out`,
  );
}

/**
 * The folder of a run.
 *
 * @param run a run's id or folder; default: what `<out>/latest` names
 * @throws {UsageError} naming the runs there are, when this is none of them
 */
export function findRun(run: string | undefined, out: string): string {
  const candidates = run === undefined ? [join(out, LATEST)] : [join(out, run), resolve(run)];
  const found = candidates.find((folder) => existsSync(join(folder, "plan.json")));
  if (found !== undefined) return realpathSync(found);
  const wanted = run === undefined ? "a latest run" : `the run "${run}"`;
  const runs = listRuns(out);
  throw new UsageError(
    runs.length > 0
      ? `Cannot find ${wanted} in "${out}": the runs there are ${runs.join(", ")}`
      : `Cannot find ${wanted} in "${out}": there are no runs yet: make one with \`pnpm bench\`, or name its folder with --out`,
  );
}

/**
 * Makes `<out>/latest` name this run: a relative link, so that the folder can be moved (on Windows a junction, which
 * needs no privilege). Anything of that name that is not a link is left alone.
 */
export function nameLatest(out: string, runId: string): void {
  const latest = join(out, LATEST);
  const fresh = join(out, `.${LATEST}-${process.pid}`);
  remove(fresh);
  if (process.platform === "win32") {
    if (lstatSync(latest, { throwIfNoEntry: false })?.isSymbolicLink()) remove(latest);
    linkFolder(resolve(out, runId), latest, "junction");
    return;
  }
  linkFolder(runId, fresh, "dir");
  try {
    rename(fresh, latest);
  } catch {
    removeQuietly(fresh); // a folder of the user's own is in the way
  }
}

/** The newest run of the bench, with figures or without; undefined where there is none. Runs of other studies begin with their names. */
export const newestRun = (out: string): string | undefined =>
  listRuns(out).findLast((name) => /^\d{4}-\d\d-\d\d-\d{6}$/.test(name));

/** Ids of the runs in `out`, oldest first. */
export function listRuns(out: string): string[] {
  if (!existsSync(out) || !statSync(out).isDirectory()) return [];
  return readdirSync(out)
    .filter((name) => name !== LATEST && existsSync(join(out, name, "plan.json")))
    .sort();
}
