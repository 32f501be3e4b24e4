/**
 * How much memory a program and everything it started uses, read from outside at a barrier: once its work is done it makes a file and waits
 * until that is gone, so that its memory can be read while all its workers are still there.
 *
 * Each process's peak is its own `VmHWM`. The `ru_maxrss` of `getrusage`, which is easier to come by, starts at the
 * size of whoever started the process, and names the largest process of a tree instead of their sum.
 */
import { existsSync, readdirSync, readFileSync, watch } from "node:fs";
import { dirname } from "node:path";
import { remove } from "../files/write-files.ts";
import { type Command, type GroupEnd, type GroupOptions, runInGroup, type TreeMemory } from "./process-group.ts";

/** For an execution: starts the program, and reads its memory at the barrier. */
export async function runAtBarrier(
  command: Command,
  { barrier }: { barrier: string },
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
    return { ...end, memory: memory ?? nothing("the program ended before its memory was read") };
  } finally {
    watcher.close();
  }
}

/**
 * @param pid where the tree begins
 * @param proc where `/proc` lies
 */
export function readTreeMemory(pid: number, proc = "/proc", platform: string = process.platform): TreeMemory {
  if (platform !== "linux") return nothing(`memory is read from /proc, which "${platform}" does not have`);
  const tree = descendants(pid, proc);
  if (tree.length === 0) return nothing(`process ${pid} was gone before its memory was read`);
  try {
    const peakBytes = sum(tree, (each) => kibibytes(`${proc}/${each}/status`, "VmHWM"));
    try {
      const rollup = (each: number, field: string): number => kibibytes(`${proc}/${each}/smaps_rollup`, field);
      const proportionalBytes = sum(tree, (each) => rollup(each, "Pss"));
      const privateBytes = sum(tree, (each) => rollup(each, "Private_Clean") + rollup(each, "Private_Dirty"));
      return { peakBytes, proportionalBytes, privateBytes, reason: null };
    } catch (error) {
      return { peakBytes, proportionalBytes: null, privateBytes: null, reason: (error as Error).message };
    }
  } catch (error) {
    return nothing((error as Error).message);
  }
}

const nothing = (reason: string): TreeMemory => ({
  peakBytes: null,
  proportionalBytes: null,
  privateBytes: null,
  reason,
});

const sum = (pids: readonly number[], bytes: (pid: number) => number): number =>
  pids.reduce((total, pid) => total + bytes(pid), 0);

/** One missing process would make the sum too small: then there is no sum. */
function kibibytes(path: string, field: string): number {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`Cannot read the memory of the whole tree: ${(error as Error).message}`, { cause: error });
  }
  const value = text.match(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m"))?.[1];
  if (value === undefined)
    throw new Error(`Cannot read the memory of the whole tree: wanted "${field}" in ${path}, found none`);
  return Number(value) * 1024;
}

/** The process and all below it, but for those that have ended and only wait to be noticed. */
function descendants(root: number, proc: string): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync(proc)) {
    if (!/^\d+$/.test(name)) continue;
    const parent = liveParent(`${proc}/${name}/stat`);
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const tree = parents.has(root) ? [root] : [];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

/** The second field is the program's name in parentheses, and may hold anything: fields are counted behind it. */
function liveParent(path: string): number | undefined {
  try {
    const [state, parent] = readFileSync(path, "utf8")
      .replace(/^.*\)\s/s, "")
      .split(" ");
    return state === "Z" || state === "X" ? undefined : Number(parent);
  } catch {
    return undefined; // ended since the folder was listed
  }
}
