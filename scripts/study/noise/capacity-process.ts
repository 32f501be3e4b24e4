/**
 * The capacity probe: two threads spin for a moment, and each tells how much work it got done. On a shared machine the host can
 * take a core away without any counter of the guest telling; only work that does not get done shows it.
 *
 *     runner ──"one\n" or "both\n"──▶ stdin ─▶ wakes one or both threads for 40 ms ─▶ stdout ──steps per second of each\n──▶ runner
 *
 * Started without tsx. Between two questions everything in it sleeps: the main thread in its event loop, the others in
 * `Atomics.wait`. It ends with the pipe.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { isMainThread, Worker, workerData } from "node:worker_threads";

const THREADS = 2;
const PROBE_MILLISECONDS = 40;

/** Places in the shared numbers: which question it is, how many threads are to spin, how many have finished. */
const QUESTION = 0;
const SPINNING = 1;
const FINISHED = 2;

interface Shared {
  thread: number;
  control: Int32Array<SharedArrayBuffer>;
  /** Steps per second, one for each thread. */
  rates: Float64Array<SharedArrayBuffer>;
}

if (isMainThread) await ask();
else serve(workerData as Shared);

async function ask(): Promise<void> {
  const control = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  const rates = new Float64Array(new SharedArrayBuffer(THREADS * Float64Array.BYTES_PER_ELEMENT));
  for (let thread = 0; thread < THREADS; thread++) {
    new Worker(new URL(import.meta.url), { workerData: { thread, control, rates } satisfies Shared });
  }
  for await (const question of createInterface({ input: process.stdin })) {
    process.stdout.write(`${spinTogether(question === "one" ? 1 : THREADS, control, rates)}\n`);
  }
  process.exit();
}

/** Steps per second of each, 0 of one that did not spin. */
function spinTogether(threads: number, control: Shared["control"], rates: Shared["rates"]): string {
  rates.fill(0);
  Atomics.store(control, FINISHED, 0);
  Atomics.store(control, SPINNING, threads);
  Atomics.add(control, QUESTION, 1);
  Atomics.notify(control, QUESTION);
  for (let finished = 0; finished < THREADS; finished = Atomics.load(control, FINISHED)) {
    Atomics.wait(control, FINISHED, finished);
  }
  return rates.join(" ");
}

function serve({ thread, control, rates }: Shared): void {
  for (let seen = 0; ; seen++) {
    Atomics.wait(control, QUESTION, seen);
    if (thread < Atomics.load(control, SPINNING)) rates[thread] = spin();
    Atomics.add(control, FINISHED, 1);
    Atomics.notify(control, FINISHED);
  }
}

/** Steps per second. */
function spin(): number {
  const began = performance.now();
  let steps = 0;
  let value = 1;
  for (let now = began; now - began < PROBE_MILLISECONDS; now = performance.now()) {
    for (let i = 0; i < 2_000; i++) value = (Math.imul(value, 1_664_525) + 1_013_904_223) | 0;
    steps += 1;
  }
  return value === 0.5 ? 0 : (steps / (performance.now() - began)) * 1000;
}
