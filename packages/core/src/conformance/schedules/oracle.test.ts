/** The oracle finds every kind of mistake that it is there for: executors that make them are tried, and one that makes none. */
import { describe, expect, it } from "vitest";
import { AsyncPool } from "../../pool/async-pool.ts";
import { QueueFull } from "../../pool/errors.ts";
import { fakeWorkers } from "../../pool/support/fake-workers.ts";
import { WorkerDied } from "../../pool/worker-errors.ts";
import { WorkerPool } from "../../pool/worker-pool.ts";
import * as tasks from "../tasks.ts";
import { capabilitiesOf } from "../capabilities.ts";
import { carryOut, type Tried } from "./carry-out.ts";
import { describe as tell } from "./describe.ts";
import { createLog } from "./execution-log.ts";
import { generate } from "./generate.ts";
import { type Account, ledger } from "./ledger.ts";
import { judge, mayShareDeath } from "./oracle.ts";
import type { CallPlan, MapPlan, PoolPlan, Schedule, Step } from "./schedule.ts";

const isolate = capabilitiesOf("node", "async");
const cell = { model: "async", hasWorkers: false, abilities: [], capabilities: isolate } as const;
const pool: PoolPlan = { workers: 2, grace: 20, maxQueue: undefined, tasksPerWorker: 1 };
/** Milliseconds, for a schedule that is not meant to end. */
const LIMIT = 300;

/** A sound executor, and a mistake on top of it. */
type Mistake = (sound: Tried) => Partial<Tried>;

async function violations(schedule: Schedule, mistake: Mistake = () => ({}), limit = LIMIT): Promise<string[]> {
  const { workers, ...options } = schedule.pool;
  const sound = new AsyncPool(tasks, { concurrency: workers, ...options }) as unknown as Tried;
  const wrong = mistake(sound);
  const executor: Tried = {
    submit: (...call) => sound.submit(...call),
    map: (...call) => sound.map(...call),
    asCompleted: (...call) => sound.asCompleted(...call),
    room: () => sound.room(),
    close: (options) => sound.close(options),
    terminate: () => sound.terminate(),
    [Symbol.asyncDispose]: () => sound.close(),
    ...wrong,
    get abandoned() {
      return wrong.abandoned ?? sound.abandoned;
    },
  };
  const seen = await carryOut(schedule, executor, createLog(schedule.calls, undefined), limit);
  return judge(schedule, seen, cell);
}

/** Workers in this isolate: none can die, or all would. */
const workers = {
  ...cell,
  model: "threading",
  hasWorkers: true,
  capabilities: { ...capabilitiesOf("node", "threading"), survivesDeath: false, hardTimeout: false },
} as const;

/** What a pool of workers that makes no mistake is found to have done wrong, when its books are cooked so. */
async function ofWorkers(schedule: Schedule, cook: (accounts: Map<number, Account>) => void = () => {}) {
  const log = createLog(schedule.calls, undefined);
  const places = ledger(log);
  const { connect } = fakeWorkers(tasks, { abilities: [ledger()] });
  const sound = new WorkerPool(connect, { ...schedule.pool, stopTimeout: 60_000, abilities: [places] });
  const seen = await carryOut(schedule, sound, log, 20_000, places.accounts);
  cook(places.accounts as Map<number, Account>);
  return judge(schedule, seen, workers);
}

/** So many calls of `add`, the last with something more. */
function adding(count: number, last: Partial<CallPlan> = {}): Schedule {
  const calls = Array.from({ length: count }, (_, call): CallPlan => ({
    call,
    task: "performAdd",
    act: { kind: "add", a: call, b: 1 },
  }));
  Object.assign(calls.at(-1)!, last);
  return { seed: 0, pool, steps: [{ do: "submit", calls }], calls: count };
}

function mapping(plan: Partial<MapPlan>, ...more: Step[]): Schedule {
  const inputs = Array.from({ length: 6 }, (_, call) => ({ call, act: { kind: "add", a: call, b: 1 } as const }));
  const step: MapPlan = { do: "map", order: "input", source: "sync", task: "performAdd", inputs, ...plan };
  return { seed: 0, pool, steps: [step, ...more], calls: 6 };
}

const never = (): Promise<never> => new Promise(() => {});

async function* backwards<Value>(values: AsyncIterable<Value>) {
  yield* (await Array.fromAsync(values)).toReversed();
}

async function* without<Value>(values: AsyncIterable<Value>, left: number) {
  let index = 0;
  for await (const value of values) if (index++ !== left) yield value;
}

async function* twice<Value>(values: AsyncIterable<Value>) {
  for await (const value of values) {
    yield value;
    yield value;
  }
}

describe("judge()", () => {
  it("finds nothing wrong with a sound executor", { timeout: 60_000 }, async () => {
    const seeds = Array.from({ length: 100 }, (_, seed) => seed);
    const found = await Promise.all(seeds.map((seed) => violations(generate(seed, cell), undefined, 20_000)));
    expect(found.flat()).toEqual([]);
  });

  it("finds nothing wrong with a sound pool of workers", { timeout: 60_000 }, async () => {
    const seeds = Array.from({ length: 100 }, (_, seed) => seed);
    const found = await Promise.all(seeds.map((seed) => ofWorkers(generate(seed, workers))));
    expect(found.flat()).toEqual([]);
  });

  it.each<[string, Partial<Account>, string]>([
    ["a place that is never freed", { freed: [] }, "call 2 was given to a worker and never freed"],
    [
      "a task that runs without a place",
      { given: 0, freed: [] },
      "call 2 was begun once, but given to a worker 0 times",
    ],
    [
      "a place that is freed twice",
      { freed: ["ended", "ended"] },
      "call 2 was given once and freed twice (ended, ended)",
    ],
    [
      "a worker that is given up without need",
      { freed: ["abandoned"] },
      "call 2 was abandoned, where every worker can be stopped",
    ],
    ["a call that is freed before it has settled", { settledFirst: false }, "call 2 was freed before it had settled"],
  ])("finds %s", async (_, cooked, found) => {
    expect(await ofWorkers(adding(3))).toEqual([]);
    expect(await ofWorkers(adding(3), (accounts) => Object.assign(accounts.get(2)!, cooked))).toEqual([found]);
  });

  const mistakes: [what: string, schedule: Schedule, mistake: Mistake, found: RegExp][] = [
    [
      "a lost reply",
      adding(3),
      (sound) => ({ submit: async (...call) => (await sound.submit(...call), never()) }),
      /^call 2 never settled \(its task was begun once\)$/,
    ],
    [
      "a call that is never settled, and never begun",
      adding(3),
      () => ({ submit: never }),
      /^call 0 never settled \(its task was begun 0 times\)$/,
    ],
    [
      "a doubled execution",
      adding(3),
      (sound) => ({ submit: async (...call) => (await sound.submit(...call), sound.submit(...call)) }),
      /^call 1 came to the value 2, but its task was begun twice$/,
    ],
    [
      "an execution that never was",
      adding(3),
      () => ({ submit: async () => 2 }),
      /^call 1 came to the value 2, but its task was begun 0 times$/,
    ],
    [
      "a value that is another call's",
      adding(3),
      (sound) => ({ submit: async (...call) => ((await sound.submit(...call)) as number) + 1 }),
      /^call 1 came to the value 3: is not what its task returns$/,
    ],
    [
      "results out of order",
      mapping({}),
      (sound) => ({ map: (...call) => backwards(sound.map(...call)) }),
      /^map 0 yielded the value 6 for input 0$/,
    ],
    [
      "a lost result",
      mapping({ order: "finishing" }),
      (sound) => ({ asCompleted: (...call) => without(sound.asCompleted(...call), 2) }),
      /^map 0 finished with 1 of 6 results lost$/,
    ],
    [
      "a doubled result",
      mapping({ order: "finishing" }),
      (sound) => ({ asCompleted: (...call) => twice(sound.asCompleted(...call)) }),
      /^map 0 yielded the result of input 0 twice$/,
    ],
    [
      "a map that never ends",
      mapping({}),
      () => ({
        map: () =>
          (async function* () {
            yield await never();
          })(),
      }),
      /^map 0 never ended: 0 results$/,
    ],
    [
      "inputs pulled too far ahead",
      mapping({ lookAhead: 2 }),
      (sound) => ({ map: (task, inputs) => sound.map(task, inputs, { lookAhead: 6 }) }),
      /^map 0 pulled \d inputs ahead, with lookAhead 2$/,
    ],
    [
      "an input that is not told to end",
      mapping({ stopAfter: 1, lookAhead: 2 }),
      (sound) => ({
        map: (task, inputs, options) =>
          sound.map(task, { [Symbol.iterator]: () => ({ next: () => (inputs as Generator<never>).next() }) }, options),
      }),
      /^map 0 ended with the value "stopped", but did not tell its input$/,
    ],
    [
      "a failure of the input that is kept quiet",
      mapping({ failAfter: 0 }),
      () => ({ map: () => (async function* () {})() }),
      /^map 0 finished, though its input failed$/,
    ],
    [
      "a map that ends with an error for no reason",
      mapping({ lookAhead: 1 }),
      (sound) => ({
        map: (...call) =>
          (async function* () {
            yield* without(sound.map(...call), 5);
            throw new RangeError("why not");
          })(),
      }),
      /^map 0 came to RangeError "why not": its task does not do that$/,
    ],
    [
      "a cancelled call that is run all the same",
      adding(3, { cancel: "before" }),
      (sound) => ({
        submit: async (task, [order], options) => {
          if (options?.signal) void sound.submit(task, [order as never]);
          return sound.submit(task, [order as never], options);
        },
      }),
      /^call 2 came to TaskCancelled \(queued\) .*, but its task was begun once$/,
    ],
    [
      "a signal that is not heeded",
      adding(3, { cancel: "at once" }),
      (sound) => ({ submit: (task, args) => sound.submit(task, args) }),
      /^call 2 wanted TaskCancelled or .*, found the value 3$/,
    ],
    [
      "a deadline that is too early",
      adding(3, { act: { kind: "wait", milliseconds: 100 }, timeout: 50 }),
      (sound) => ({
        submit: (task, args, options) =>
          sound.submit(task, args, { timeout: options?.timeout === undefined ? undefined : 5 }),
      }),
      /^call 2 came to DeadlineExceeded .*: it had been given 50 ms$/,
    ],
    [
      "a worker's death that is nobody's fault",
      adding(3),
      () => ({
        submit: async (task) => {
          throw new WorkerDied(task, "1", { exitCode: 1, signal: null });
        },
      }),
      /^call 0 came to WorkerDied .*: nothing ended its worker$/,
    ],
    [
      "a queue that is full too soon",
      { ...adding(3), pool: { ...pool, maxQueue: 2 } },
      () => ({
        submit: async (task) => {
          throw new QueueFull(task, 2);
        },
      }),
      /^call 1 came to QueueFull .*: at most 1 calls could be waiting, with a limit of 2$/,
    ],
    [
      "a call that is taken after close()",
      { ...adding(3), steps: [{ do: "close" }, ...adding(3).steps] },
      (sound) => ({
        submit: async (_, [order]) => tasks.performAny.call({} as never, order as never),
        close: async () => sound.close(),
      }),
      /^call 1 wanted PoolClosed, found the value 2$/,
    ],
    [
      "a close() that does not wait",
      {
        ...adding(1, { act: { kind: "wait", milliseconds: 50 } }),
        steps: [...adding(1, { act: { kind: "wait", milliseconds: 50 } }).steps, { do: "close" }],
      },
      (sound) => ({ close: async () => void sound.close() }),
      /^close\(\) resolved before call 0 had settled$/,
    ],
    ["a close() that never ends", adding(1), () => ({ close: never }), /^close\(\) never settled$/],
    ["what is abandoned for ever", adding(1), () => ({ abandoned: 1 }), /^1 workers or tasks are abandoned for ever$/],
  ];

  it.each(mistakes)("finds %s", async (_, schedule, mistake, found) => {
    expect(await violations(schedule, undefined, 20_000)).toEqual([]);
    expect(await violations(schedule, mistake)).toContainEqual(expect.stringMatching(found));
  });

  it("finds one lost reply in a hundred, by chance", async () => {
    let calls = 0;
    const mistake: Mistake = (sound) => ({
      submit: (...call) => (++calls % 100 === 0 ? never() : sound.submit(...call)),
    });
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const found = await Promise.all(seeds.map((seed) => violations(generate(seed, cell), mistake, 2_000)));
    expect(found.flat()).toContainEqual(expect.stringMatching(/^call \d+ never settled/));
  });
});

describe("mayShareDeath()", () => {
  const threads = { ...cell, model: "threading", hasWorkers: true } as const;
  const processes = { ...cell, model: "multiprocessing", hasWorkers: true } as const;
  const ahead = { abilities: ["ahead"] };
  const calm = adding(2);
  const deadly = adding(2, { act: { kind: "exit", code: 1 } });
  const failing: MapPlan["inputs"] = [{ call: 0, act: { kind: "raise", what: "coded" } }];
  const together = { ...deadly, pool: { ...pool, tasksPerWorker: 2 } };

  it.each([
    ["each worker has one call", deadly, processes, false],
    ["nothing dies", calm, { ...processes, ...ahead }, false],
    ["it was sent ahead to a process that died, and may have been begun", deadly, { ...processes, ...ahead }, true],
    ["it was sent ahead to a thread, which is known not to have begun it", deadly, { ...threads, ...ahead }, false],
    ["it runs in one thread with what dies", together, threads, true],
    [
      "it runs in one thread with what may be stopped",
      { ...together, steps: adding(2, { timeout: 5 }).steps },
      threads,
      true,
    ],
    [
      "it runs in one thread with what is left of a map",
      { ...together, steps: mapping({ stopAfter: 1 }).steps },
      threads,
      true,
    ],
    [
      "it runs in one thread with what may run too long",
      { ...together, steps: adding(2, { runTimeout: 5 }).steps },
      threads,
      true,
    ],
    [
      "it runs in one thread with a map that fails",
      { ...together, steps: mapping({ inputs: failing }).steps },
      threads,
      true,
    ],
    [
      "it runs in one thread with a map that the pool's close may cut off",
      { ...together, steps: mapping({}).steps.concat({ do: "close" }) },
      threads,
      true,
    ],
    ["it runs in one thread with a whole map", { ...together, steps: mapping({}).steps }, threads, false],
    ["a worker dies after its reply", adding(2, { act: { kind: "replyThenExit", after: 1 } }), threads, true],
    ["there are no workers", deadly, cell, false],
  ] as const)("when %s", (_, schedule, where, may) => {
    expect(mayShareDeath(schedule, where)).toBe(may);
  });
});

describe("describe()", () => {
  it("tells the plan of every call, and what came of it", async () => {
    const schedule = adding(2, { cancel: { after: 5 }, timeout: 0 });
    expect(tell(schedule)).toBe(
      [
        "  pool: workers 2, grace 20, tasksPerWorker 1",
        "  1. submit 2",
        '       call 0: performAdd(kind "add", a 0, b 1) ',
        '       call 1: performAdd(kind "add", a 1, b 1) cancel {"after":5}, timeout 0',
      ].join("\n"),
    );
    const sound = new AsyncPool(tasks) as unknown as Tried;
    const seen = await carryOut(adding(2), sound, createLog(2, undefined), 20_000);
    expect(tell(adding(2), seen)).toMatch(/call 1: .* → the value 2, begun 1×, \d+ ms$/);
  });
});
