/** What a pool's own function returns for a worker, where no compiler looks at it. */
import { expect, test } from "vitest";

type Make = new (create: () => unknown) => {
  submit(task: string, args: unknown[]): Promise<unknown>;
  close(): Promise<void>;
};

/** Deno's thread pool cannot be loaded outside of Deno. */
const POOLS = [
  ["node", "threading/thread-pool.ts", "ThreadPool"],
  ["node", "multiprocessing/process-pool.ts", "ProcessPool"],
  ["deno", "multiprocessing/process-pool.ts", "ProcessPool"],
  ["bun", "threading/thread-pool.ts", "ThreadPool"],
  ["bun", "multiprocessing/process-pool.ts", "ProcessPool"],
] as const;

const NO_WORKERS = [
  ["nothing", () => undefined],
  ["a promise", () => Promise.resolve()],
  ["another object", () => ({})],
] as const;

const cases = POOLS.flatMap((pool) => NO_WORKERS.map((found) => [...pool, ...found] as const));

test.each(cases)("%s, %s: %s(): a function that returns %s rejects the call, and close() ends", async (...each) => {
  const [runtime, path, name, , create] = each;
  const { [name]: Pool } = (await import(`../packages/${runtime}-examples/src/${path}`)) as Record<typeof name, Make>;
  const pool = new Pool(create);
  await expect(pool.submit("add", [1, 2])).rejects.toMatchObject({ name: "WorkerDied", cause: { name: "TypeError" } });
  await pool.close();
});
