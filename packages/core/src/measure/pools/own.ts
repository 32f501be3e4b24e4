/** Our pools as contenders. */
import type { Executor, TaskContext } from "../../pool/tasks.ts";
import type { StartedPool } from "./contender.ts";
import { make, tasks } from "./tasks.ts";

/** The tasks as one of our workers serves them: a large result is moved, not copied. */
export const ownTasks = {
  ...tasks,
  make(this: TaskContext, bytes: number): ArrayBuffer {
    const buffer = make(bytes);
    return this.transfer(buffer, [buffer]);
  },
};

/** `prewarm` is used where the pool has it. */
type OwnPool = Executor<typeof ownTasks> & { prewarm?: () => Promise<unknown> };

export function own(pool: OwnPool): StartedPool {
  return {
    run: (task, input, transfer) => pool.submit(task, [input as never], { transfer }),
    map: async (task, inputs) => {
      const results: unknown[] = [];
      for await (const result of pool.map(task, inputs as never[])) results.push(result);
      return results;
    },
    ...(pool.prewarm && { ready: () => pool.prewarm!() }),
    close: () => pool.close(),
  };
}
