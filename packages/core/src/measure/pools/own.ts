/** Our pools as contenders. */
import { ahead } from "../../abilities/ahead.ts";
import { chunks, mapInChunks } from "../../abilities/chunks.ts";
import type { TaskContext } from "../../pool/tasks.ts";
import type { WorkerPool, WorkerPoolOptions } from "../../pool/worker-pool.ts";
import type { AdapterOptions, StartedPool } from "./contender.ts";
import { make, tasks } from "./tasks.ts";

/** The tasks as one of our workers serves them: a large result is moved, not copied. */
export const ownTasks = {
  ...tasks,
  make(this: TaskContext, bytes: number): ArrayBuffer {
    const buffer = make(bytes);
    return this.transfer(buffer, [buffer]);
  },
};

/** What our workers can do for a pool that can do it, too. */
export const abilities = [ahead(), chunks()];

/** @param names by their names, the abilities that the pool has */
export function own(
  construct: (options: WorkerPoolOptions) => WorkerPool<typeof ownTasks>,
  workers: number,
  { abilities: names = [], ...options }: AdapterOptions & { abilities?: readonly string[] },
): StartedPool {
  const chosen = abilities.filter(({ name }) => names.includes(name));
  const pool = construct({ ...options, workers, abilities: chosen });
  return {
    run: (task, input, transfer) => pool.submit(task, [input as never], { transfer }),
    map: async (task, inputs) => {
      const results: unknown[] = [];
      const mapped = names.includes("chunks")
        ? mapInChunks(pool, task, inputs as never[])
        : pool.map(task, inputs as never[]);
      for await (const result of mapped) results.push(result);
      return results;
    },
    ready: () => pool.prewarm(),
    close: () => pool.close(),
  };
}
