/** Workers hold short calls ahead of those they run: nobody may suffer from it. */
import { ahead } from "../../abilities/ahead.ts";
import type { Cell, ConformingExecutor, Options, Scenario } from "../scenario.ts";
import { watch } from "../watch.ts";
import { checkWhole } from "../whole.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const watched = watch();
    await using pool = aheadIn(cell, { workers: 2, abilities: [watched] });
    await pool.prewarm?.();
    await Promise.all([pool.submit("wait", [30]), pool.submit("wait", [30]), pool.submit("wait", [1])]);
    check.equal("tasks of which nothing is known travel alone", watched.mostAtOne, 1);
    await learn(pool, "add", [0, 0]);
    const sums = await Promise.all(hundred.map((n) => pool.submit("add", [n, n])));
    check.equal(
      "calls that travel together each have their own answer",
      sums,
      hundred.map((n) => n + n),
    );
    check.ok("short calls travel together", watched.mostAtOne > 1, watched.mostAtOne);

    // An object on its way with others would be one object there.
    const list = [1];
    await learn(pool, "push", [[]]);
    const lengths = await Promise.all(hundred.map(() => pool.submit("push", [list])));
    check.equal("calls that travel together each have their own clone of an object", [...new Set(lengths)], [2]);
    check.equal("a task that changes its argument does not change its caller's", list, [1]);
    await learn(pool, "echo", [0]);
    const echoes = await Promise.all(hundred.map((n) => pool.submit("echo", [n % 2 ? { n } : n])));
    check.equal(
      "objects and primitives among each other each come back as they were",
      echoes,
      hundred.map((n) => (n % 2 ? { n } : n)),
    );
    await learn(pool, "ownObject", []);
    const objects = await Promise.all(hundred.map(() => pool.submit("ownObject", [])));
    check.equal("calls that return one object each return a clone of their own", new Set(objects).size, 100);

    const mixed: unknown[] = [undefined, null, true, 1n, -0, NaN, "", "text", Infinity];
    const returned = await Promise.all(mixed.map((value) => pool.submit("echo", [value])));
    check.ok(
      "primitives that travel together arrive as what they are",
      mixed.every((value, i) => Object.is(value, returned[i])),
      returned.map(String),
    );
    const ends = await Promise.allSettled(hundred.map((n) => pool.submit("echo", [n === 50 ? () => {} : n])));
    check.equal(
      "an argument that cannot be cloned is its own call's trouble alone",
      ends.flatMap((end, i) => (end.status === "rejected" ? [[i, (end.reason as Error).name]] : [])),
      [[50, "NotCloneable"]],
    );

    await learn(pool, "later", [0]);
    const waits = await finishingOrder([400, ...hundred.map(() => 0)], (ms) => pool.submit("later", [ms]));
    check.equal("calls behind a task that turns out to wait are run elsewhere", waits.at(-1), 400);
    await learn(pool, "spin", [0]);
    const spins = await finishingOrder([1000, ...hundred.map(() => 0)], (ms) => pool.submit("spin", [ms]));
    const late = spins.length - 1 - spins.indexOf(1000);
    check.capability(
      "takesBackFromBusy",
      "calls behind a task that turns out to compute are run elsewhere",
      late === 0,
      spins,
    );

    await Promise.all([1, 2].map(() => pool.submit("spin", [100]))); // now it is known to be long
    const afterLong = await finishingOrder([400, ...hundred], (n) =>
      n === 400 ? pool.submit("spin", [n]) : pool.submit("add", [n, 0]),
    );
    check.equal("nothing is held behind a task that is known to be long", afterLong.at(-1), 400);

    const abort = new AbortController();
    await using one = aheadIn(cell, { workers: 1, grace: 10_000 });
    await learn(one, "add", [0, 0]);
    await learn(one, "countCalls", []);
    await Promise.all([1, 2].map(() => one.submit("spin", [100])));
    let heard = false;
    const quick = one.submit("add", [1, 1]).then(() => (heard = true));
    const long = one.submit("spin", [1000]);
    await sleep(500);
    check.ok("a short call is heard of while the next call of its worker is at it", heard);
    await quick;
    await long;

    const before = await one.submit("countCalls", []);
    const [busy, ...held] = [
      one.submit("spin", [500]),
      ...hundred.map(() => one.submit("countCalls", [], { signal: abort.signal })),
      ...hundred.map(() => one.submit("countCalls", [], { timeout: 50 })),
    ];
    const rungs = Promise.all(
      held.map((call) =>
        call.then(
          () => "ran",
          (error: { rung: string }) => error.rung,
        ),
      ),
    );
    await sleep(20);
    abort.abort();
    check.equal(
      "calls behind a long one that are cancelled, or late, have not started",
      [...new Set(await rungs)],
      ["queued"],
    );
    check.equal("a long call does not suffer from those cancelled behind it", await busy, 500);
    check.equal("calls cancelled behind a long one never start", await one.submit("countCalls", []), before + 1);

    let ticks = 0;
    for (let calls = 0; calls < 100_000 && ticks < 20; calls++) ticks = await one.submit("countTicks", []);
    check.ok("timers of the worker fire while calls follow each other closely", ticks >= 20, ticks);
    ticks = await one.submit("countTicks", []);
    for (let burst = 0; burst < 1000 && (await one.submit("countTicks", [])) < ticks + 20; burst++)
      await Promise.all(hundred.map(() => one.submit("countTicks", [])));
    const ticked = (await one.submit("countTicks", [])) - ticks;
    check.ok("timers of the worker fire while bursts of calls follow each other", ticked >= 20, ticked);

    await learn(pool, "exitUnless0", [0]);
    const codes = [0, 0, 7, ...hundred.map(() => 0)];
    const deaths = await Promise.allSettled(codes.map((code) => pool.submit("exitUnless0", [code])));
    const lost = deaths.flatMap((end, i) =>
      end.status === "rejected" ? [[codes[i], (end.reason as Error).name]] : [],
    );
    check.equal("when a worker ends itself, the call it ran is lost", lost[0], [7, "WorkerDied"]);
    // A process is sent more in the moment in which it ends: nobody can know that it never began it.
    if (cell.capabilities.sharesMemory)
      check.equal("what a thread held when it ended is run elsewhere", lost.length, 1);
    else
      check.ok(
        "what is lost with a process is told so",
        lost.every(([, name]) => name === "WorkerDied"),
        lost,
      );
    await checkWhole("a death with calls held", pool, 2, check);

    const closed = aheadIn(cell, { workers: 2 });
    await learn(closed, "add", [0, 0]);
    const last = hundred.map((n) => closed.submit("add", [n, n]));
    await closed.close();
    check.equal("close() lets finish what is held", (await Promise.all(last)).length, 100);
    const terminated = aheadIn(cell, { workers: 2 });
    await learn(terminated, "add", [0, 0]);
    const dropped = Promise.allSettled(hundred.map((n) => terminated.submit("add", [n, n])));
    await terminated.terminate();
    const reasons = (await dropped).map((end) => end.status === "rejected" && (end.reason as Error).name);
    check.equal("terminate() rejects what is held", [...new Set(reasons)], ["PoolClosed"]);
  },
} satisfies Scenario;

const hundred = Array.from({ length: 100 }, (_, i) => i);
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** First, so that abilities that watch what dead workers had find only what was lost with them. */
const aheadIn = (cell: Cell, options: Options): ConformingExecutor =>
  cell.create({ ...options, abilities: [ahead(), ...(options.abilities ?? [])] });

/** Lets the pool see often enough that the task is short. */
async function learn(
  pool: ConformingExecutor,
  task: "add" | "echo" | "push" | "ownObject" | "later" | "spin" | "countCalls" | "exitUnless0",
  args: unknown[],
): Promise<void> {
  for (let i = 0; i < 30; i++) await pool.submit(task, args as never);
}

/** What was submitted, in the order in which it was settled. */
async function finishingOrder(inputs: number[], submit: (input: number) => Promise<unknown>): Promise<number[]> {
  const order: number[] = [];
  await Promise.all(inputs.map((input) => submit(input).then(() => order.push(input))));
  return order;
}
