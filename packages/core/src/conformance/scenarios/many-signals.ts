/** Very many calls that share a signal, or are cancelled together, cost what they number and not its square. */
import type { Check, ConformingExecutor, Scenario } from "../scenario.ts";

const MANY = 20_000;

const SLOW = {
  multiprocessing: "what is counted happens on the pool's side, as with threads; so many messages take too long",
};

export default {
  models: ["sequential", "async", "threading"],
  inputs: {
    "one signal for 20,000 calls": SLOW,
    "20,000 waiting calls that are cancelled at once": SLOW,
    "20,000 waiting calls, each with a signal of its own": SLOW,
    "20,000 waiting calls that run out of time": SLOW,
    "20,000 inputs with a large lookAhead": SLOW,
  },
  async run(cell, check) {
    const pool = cell.create({ workers: 1 });
    await pool.submit("add", [0, 0]);

    const counted = countedSignal();
    const shared = Array.from({ length: MANY }, (_, i) => pool.submit("add", [i, 0], { signal: counted.signal }));
    const sums = await Promise.all(shared);
    check.ok(
      `one signal for 20,000 calls: each has its answer`,
      sums.every((sum, i) => sum === i),
    );
    check.equal("one signal for 20,000 calls: has one listener", [counted.added, counted.left], [1, 0]);

    const together = () => {
      const controller = new AbortController();
      return { signals: () => controller.signal, abort: () => controller.abort() };
    };
    const apart = () => {
      const controllers: AbortController[] = [];
      const own = (): AbortSignal => controllers[controllers.push(new AbortController()) - 1]!.signal;
      return { signals: own, abort: () => controllers.toReversed().forEach((controller) => controller.abort()) };
    };
    await grows("20,000 waiting calls that are cancelled at once", check, (count) => cancel(pool, count, together()));
    await grows("20,000 waiting calls, each with a signal of its own", check, (count) => cancel(pool, count, apart()));
    await grows("20,000 waiting calls that run out of time", check, (count) => runOut(pool, count));
    await grows("20,000 inputs with a large lookAhead", check, async (count) => {
      let yielded = 0;
      for await (const _ of pool.map("add", pairs(count) as never, { lookAhead: count })) yielded++;
      return yielded;
    });
    check.equal("the pool is whole after all that", await pool.submit("add", [1, 1]), 2);
    await pool.close();
  },
} satisfies Scenario;

/** A sixteenth of them takes a sixteenth of the time, give or take a machine's moods; were it their square, a 256th. */
async function grows(input: string, check: Check, run: (count: number) => Promise<number>): Promise<void> {
  const timed = async (count: number): Promise<number> => {
    const begin = performance.now();
    check.equal(`${input}: each of ${count} has settled`, await run(count), count);
    return performance.now() - begin;
  };
  await timed(MANY / 16);
  const few = await timed(MANY / 16);
  const many = await timed(MANY);
  check.ok(`${input}: their time grows with their number`, many < 64 * few + 1000, { few, many });
}

async function cancel(
  pool: ConformingExecutor,
  count: number,
  { signals, abort }: { signals: () => AbortSignal; abort: () => void },
): Promise<number> {
  const ahead = new AbortController();
  const busy = pool.submit("wait", [600_000], { signal: ahead.signal }).catch(() => {});
  const calls = Array.from({ length: count }, (_, i) => pool.submit("add", [i, 0], { signal: signals() }));
  const ends = Promise.allSettled(calls);
  abort();
  const settled = await ends;
  ahead.abort();
  await busy;
  return settled.filter((end) => end.status === "rejected" && (end.reason as Error).name === "TaskCancelled").length;
}

async function runOut(pool: ConformingExecutor, count: number): Promise<number> {
  const ahead = new AbortController();
  const busy = pool.submit("wait", [600_000], { signal: ahead.signal }).catch(() => {});
  const calls = Array.from({ length: count }, (_, i) => pool.submit("add", [i, 0], { timeout: 20 }));
  const settled = await Promise.allSettled(calls);
  ahead.abort();
  await busy;
  return settled.filter((end) => end.status === "rejected" && (end.reason as Error).name === "DeadlineExceeded").length;
}

function* pairs(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield i;
}

/** A signal that counts its listeners. */
function countedSignal(): { signal: AbortSignal; added: number; left: number } {
  const { signal } = new AbortController();
  const counted = { signal, added: 0, left: 0 };
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    counted.added++;
    counted.left++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    counted.left--;
    remove(...args);
  };
  return counted;
}
