/** What the pool can do: every function exported here is a task. */
import { setTimeout as sleep } from "node:timers/promises";
import type { TaskContext } from "@triathlon/core/pool/tasks";

/** Stands for a request: answers after `milliseconds`, or stops waiting when its call is cancelled. */
export async function load(
  this: TaskContext,
  { name, milliseconds }: { name: string; milliseconds: number },
): Promise<string> {
  await sleep(milliseconds, undefined, { signal: this.signal });
  return `${name} after ${milliseconds} ms`;
}

// ← Your work here: export a function, then call it by its name: `pool.submit("yourFunction", [argument])`.
