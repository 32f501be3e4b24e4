/** What a program holds, counted from outside: in `/proc`, which not every runtime lets its programs read. */
import { readdirSync, readFileSync } from "node:fs";
import type { Holdings } from "@triathlon/core/conformance/scenario";

/** Null where there is no `/proc`, or no such process. */
export function holdingsOf(pid: number | undefined): Holdings | null {
  try {
    return {
      threads: readdirSync(`/proc/${pid}/task`).length,
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
      children: readdirSync("/proc").filter((id) => /^\d+$/.test(id) && parentOf(id) === pid).length,
    };
  } catch {
    return null;
  }
}

/** Of a process that lives: one that has ended and waits to be reaped has none. */
function parentOf(id: string): number | undefined {
  try {
    const status = readFileSync(`/proc/${id}/status`, "utf8");
    return /^State:\s+Z/m.test(status) ? undefined : Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
  } catch {
    return undefined;
  }
}
