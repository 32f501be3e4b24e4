/** The scheduler without a runtime: a fake link, and the clock in the test's hand. */
import { expect, test } from "vitest";
import { fakeWorkers } from "./support/fake-workers.ts";
import { WorkerPool } from "./worker-pool.ts";

const tasks = { add: (a: number, b: number) => a + b };

test("a call is answered by a worker that is started for it", async () => {
  const { connect, all } = fakeWorkers(tasks);
  await using pool = new WorkerPool<typeof tasks>(connect, { workers: 2 });
  expect(await pool.submit("add", [1, 2])).toBe(3);
  expect(all).toHaveLength(1);
});
