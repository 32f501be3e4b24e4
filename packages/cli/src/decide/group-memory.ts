/** Memory of a process and all that it started, read from outside, where the system shows it. */
import { readdirSync, readFileSync } from "node:fs";

/** Resident bytes of the whole tree now; null where `/proc` does not tell. Shared pages count in each process. */
export const residentBytes = (pid: number): number | null => sum(pid, (each) => field(`/proc/${each}/status`, "VmRSS"));

/** Bytes of the whole tree now, a page that n processes share counting 1/n in each; null where `/proc` does not tell. */
export const proportionalBytes = (pid: number): number | null =>
  sum(pid, (each) => field(`/proc/${each}/smaps_rollup`, "Pss"));

function sum(pid: number, bytes: (pid: number) => number): number | null {
  try {
    return tree(pid).reduce((total, each) => total + bytes(each), 0);
  } catch {
    return null;
  }
}

function tree(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(tree)];
}

function field(path: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(readFileSync(path, "utf8"))?.[1];
  return Number(found ?? 0) * 1024;
}
