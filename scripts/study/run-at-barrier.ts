/**
 * Runs a program of the memory pass: once its work is done it makes the barrier file and waits until that is gone, so that
 * its memory can be read while all its workers are still there.
 */
import { existsSync, watch } from "node:fs";
import { dirname } from "node:path";
import { remove } from "../files/write-files.ts";
import { type Command, type GroupEnd, type GroupOptions, runInGroup } from "./run-in-group.ts";
import { readTreeMemory, type TreeMemory } from "./tree-memory.ts";

export async function runAtBarrier(
  command: Command,
  barrier: string,
  options: GroupOptions,
): Promise<GroupEnd & { memory: TreeMemory }> {
  let leader = 0;
  let memory: TreeMemory | undefined;
  const look = (): void => {
    if (memory !== undefined || !existsSync(barrier)) return;
    memory = readTreeMemory(leader);
    remove(barrier);
  };
  const watcher = watch(dirname(barrier), look);
  try {
    const end = await runInGroup(command, { ...options, onStart: (pid) => (leader = pid) });
    return { ...end, memory: memory ?? NOT_READ };
  } finally {
    watcher.close();
  }
}

const NOT_READ: TreeMemory = {
  peakBytes: null,
  proportionalBytes: null,
  privateBytes: null,
  reason: "the program ended before its memory was read",
};
