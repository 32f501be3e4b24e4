import { describe, expect, test } from "vitest";
import { type PoolCase, poolCase, type PoolMeasureOrder } from "../../results/pools.ts";
import { cases } from "./cases.ts";
import type { StartedPool } from "./contender.ts";
import { rawWorker, type StartRawWorker } from "./raw.ts";
import { mandelbrot, tasks } from "./tasks.ts";

const order = (name: PoolCase): PoolMeasureOrder => ({
  do: "measure-pool",
  contender: "made-up",
  model: "threading",
  adapter: "made-up",
  options: {},
  case: name,
  workers: 1,
  repetitions: 2,
  calls: 3,
  warmups: 1,
  kernelSize: 2,
  answer: "",
  barrier: null,
});

/** A wire to nowhere but here. */
const startRaw: StartRawWorker = (receive) => {
  const post = (message: unknown): void => queueMicrotask(() => receive(message));
  let work: ((calls: never[]) => void) | undefined;
  queueMicrotask(() => (work = rawWorker(post)));
  return { post: (calls) => work!(calls as never[]), stop: () => {} };
};

/** A pool that runs its tasks here. `change` spoils the answers. */
const poolOf = (change: (answer: unknown) => unknown = (answer) => answer): StartedPool => ({
  run: async (task, input, transfer) => {
    const answer = (tasks[task] as (input: unknown) => unknown)(input);
    if (transfer) structuredClone(transfer[0], { transfer });
    return change(answer);
  },
  close: async () => {},
});

const run = (name: PoolCase, pool: StartedPool) =>
  cases[name]({ order: order(name), start: async () => pool, startRaw });

const timed = poolCase.options.filter((name) => !["start", "first-result", "idle-memory"].includes(name));

describe.each(timed)("%s", (name) => {
  test("gives one sample for each repetition", async () => {
    expect((await run(name, poolOf())).seconds).toHaveLength(2);
  });

  test("takes no wrong answer for a sample", async () => {
    const spoiled = poolOf((answer) => (Array.isArray(answer) ? [0, 0, 0] : answer instanceof ArrayBuffer ? null : -1));
    await expect(run(name, spoiled)).rejects.toThrow(/wrong answer: wanted .* found/);
  });
});

test("a first result that is wrong is none", async () => {
  await expect(
    run(
      "first-result",
      poolOf(() => 8),
    ),
  ).rejects.toThrow("wrong answer: wanted 7, found 8");
});

test("a transfer that leaves the buffer with the sender is seen", async () => {
  expect((await run("transfer-1-mib", poolOf())).observations).toEqual({ detached: [3] });
  const copies: StartedPool = {
    ...poolOf(),
    run: async (task, input) => (tasks[task] as (i: unknown) => unknown)(input),
  };
  expect((await run("transfer-1-mib", copies)).observations).toEqual({ detached: [0] });
});

test("the mix has a long task for every fifty short ones, and a latency for each short one", async () => {
  const seen: unknown[] = [];
  const pool: StartedPool = {
    run: async (_task, input) => (seen.push(input), input),
    close: async () => {},
  };
  const mixed = { ...order("mix"), calls: 100, warmups: 0, repetitions: 1 };
  const { observations } = await cases.mix({ order: mixed, start: async () => pool, startRaw });
  expect(seen.filter((milliseconds) => milliseconds === 200)).toHaveLength(2);
  expect(seen).toHaveLength(102);
  expect(observations["shortSeconds"]).toHaveLength(100);
});

test("all workers are ready once each has answered, or once the pool says so", async () => {
  const names = ["a", "a", "a", "b"];
  let asked = 0;
  const pool: StartedPool = { run: async () => names[asked++ % names.length], close: async () => {} };
  await cases.start({ order: { ...order("start"), workers: 2 }, start: async () => pool, startRaw });
  expect(asked).toBe(4);
  let ready = 0;
  await cases.start({
    order: order("start"),
    start: async () => ({ ...pool, ready: async () => ready++ }),
    startRaw,
  });
  expect([asked, ready]).toEqual([4, 1]);
});

test("the kernel counts steps that can be worked out by hand", () => {
  expect(mandelbrot(1)).toBe(1); // -2-i is outside at once
  expect(mandelbrot(2)).toBe(1 + 4 + 1 + 100); // so is -2; -0.5-i after four, -0.5 never
});
