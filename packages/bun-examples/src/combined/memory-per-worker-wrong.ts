/**
 * Pay for the same table once per process.
 *
 * Shows: nothing is shared between processes but the pages of the program; every one of them has its own copy of the data.
 * Use when: workers must survive each other's crashes, or the data differs from worker to worker.
 * Not when: all workers read the same large table; memory-per-worker-right.ts has it once.
 * Run: bun packages/bun-examples/src/combined/memory-per-worker-wrong.ts
 * Needs: Bun 1.4
 */
import { proportionalSetSize } from "./proportional-set-size.ts";

const WORKERS = 3;

// Every process makes the table of 64 MiB when it starts. The answer to a question tells that the table is there.
const answers: Promise<unknown>[] = [];
const children = Array.from({ length: WORKERS }, () => {
  const { promise, resolve } = Promise.withResolvers();
  answers.push(promise);
  const entry = Bun.fileURLToPath(new URL("./memory-per-worker-wrong.worker.ts", import.meta.url));
  return Bun.spawn([process.execPath, "--no-orphans", entry], {
    ipc: resolve,
    stdio: ["ignore", "inherit", "inherit"],
  });
});
for (const child of children) child.send({ row: 7 });
const rows = await Promise.all(answers);
console.log(`every process has row 7: ${rows.join(" ")}`);

const total = children.reduce((sum, { pid }) => sum + proportionalSetSize(pid), 0);
console.log(`${WORKERS} processes: ${total.toFixed(0)} MiB, ${(total / WORKERS).toFixed(0)} each`);
for (const child of children) child.kill();
