/** A disk that stops: from one change of its files on, none takes place, as after the end of a process, or one is refused. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const CHANGES = [
  "chmodSync",
  "chownSync",
  "mkdirSync",
  "mkdtempSync",
  "renameSync",
  "rmdirSync",
  "rmSync",
  "writeFileSync",
] as const;
type Change = (typeof CHANGES)[number];

class Killed extends Error {}

/**
 * Does what a process does that is killed: what it would do after that, to clean up too, does not happen.
 *
 * @param change the number of the first one that does not take place, from 0
 * @param half a file that is written then is there, with half of its bytes
 * @returns false where the work ended before
 */
export function killedAt(change: number, half: boolean, work: () => void): boolean {
  let count = 0;
  try {
    withDisk((name, args) => {
      if (count++ < change) return;
      const [place, bytes] = args as [string, string | Uint8Array];
      if (half && name === "writeFileSync" && count === change + 1) {
        original.writeFileSync(place, bytes.slice(0, bytes.length / 2));
      }
      throw new Killed();
    }, work);
  } catch (error) {
    if (count <= change) throw error;
  }
  return count > change;
}

/** @param change the number of the one that is refused, from 0; those after it take place */
export function refusedAt(change: number, code: string, work: () => void): void {
  let count = 0;
  withDisk(() => {
    if (count++ === change) throw Object.assign(new Error(`${code}: refused in a test`), { code });
  }, work);
}

const original = { ...fs };

/** @param before is called before each change; what it throws is thrown in place of it */
export function withDisk(before: (name: Change, args: unknown[]) => void, work: () => void): void {
  for (const name of CHANGES) {
    const change = original[name] as (...args: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        before(name, args);
        return change(...args);
      },
    });
  }
  syncBuiltinESMExports();
  try {
    work();
  } finally {
    for (const name of CHANGES) Object.assign(fs, { [name]: original[name] });
    syncBuiltinESMExports();
  }
}
