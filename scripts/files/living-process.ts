/** Which process something belongs to, and whether that process still lives. */
import { readFileSync } from "node:fs";
import { codeOf } from "./write-files.ts";

export interface LivingProcess {
  pid: number;
  /** When it began, as the system counts it; null where it does not tell. Process numbers are used again. */
  began: string | null;
}

export const thisProcess = (): LivingProcess => ({ pid: process.pid, began: beganAt(process.pid) });

export function isAlive({ pid, began }: LivingProcess): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM"; // somebody else's, but there
  }
  const now = beganAt(pid);
  return now === null || began === now;
}

/** Clock ticks since the system started, from `/proc`; null where there is none. */
function beganAt(pid: number): string | null {
  try {
    return (
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\)\s/s, "")
        .split(" ")[19] ?? null
    );
  } catch {
    return null;
  }
}
