/** How much memory one isolate uses, told by itself. */
import process from "node:process";

export interface MemoryInUse {
  /** Tells isolates apart. */
  worker: string;
  /** Objects, and buffers outside of the heap. */
  heapBytes: number;
  /** Of the whole process, threads included. */
  residentBytes: number;
}

const worker = crypto.randomUUID();

/** Collects garbage before it looks; Node and Deno must have been started with `--expose-gc`. */
export function memoryHere(): MemoryInUse {
  collect();
  collect(); // what the first finds to be garbage is only counted out by the second
  const { heapUsed, external, rss } = process.memoryUsage();
  return { worker, heapBytes: heapUsed + external, residentBytes: rss };
}

function collect(): void {
  const { Bun, gc } = globalThis as { Bun?: { gc(wait: boolean): void }; gc?: () => void };
  // With that flag Bun has `gc` too, but not in a worker.
  if (Bun) Bun.gc(true);
  else gc?.();
}

/** Takes a moment, so that calls made together are not all answered by one worker. */
export async function tellMemory(): Promise<MemoryInUse> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return memoryHere();
}
