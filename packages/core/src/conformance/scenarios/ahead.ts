/** While tasks are short, workers hold a little work ahead: nobody may suffer from it. */
import type { ConformingExecutor, Scenario } from "../scenario.ts";

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    const inFlight = new InFlight();
    await using pool = cell.create({ workers: 2, plugins: [inFlight] });
    await pool.prewarm?.();
    inFlight.most = 0;
    await Promise.all([pool.submit("wait", [30]), pool.submit("wait", [30]), pool.submit("wait", [1])]);
    check.equal("tasks of which nothing is known travel alone", inFlight.most, 2);
    await learn(pool, "add", [0, 0]);
    inFlight.most = 0;
    const sums = await Promise.all(hundred.map((n) => pool.submit("add", [n, n])));
    check.equal(
      "every call has its own answer",
      sums,
      hundred.map((n) => n + n),
    );
    check.ok("short ones travel together", inFlight.most > 2, inFlight.most);

    const lone = new InFlight();
    await using alone = cell.create({ workers: 2, tasksInFlight: 1, plugins: [lone] });
    await alone.prewarm?.();
    await learn(alone, "add", [0, 0]);
    await Promise.all(hundred.map((n) => alone.submit("add", [n, n])));
    check.equal("tasksInFlight: 1 sends each to a worker that can start it at once", lone.most, 2);

    await learn(pool, "later", [0]);
    const waits = await finishingOrder([400, ...hundred.map(() => 0)], (ms) => pool.submit("later", [ms]));
    check.equal("calls behind a task that turns out to wait are run elsewhere", waits.at(-1), 400);

    await learn(pool, "spin", [0]);
    const spins = await finishingOrder([400, ...hundred.map(() => 0)], (ms) => pool.submit("spin", [ms]));
    const late = spins.length - 1 - spins.indexOf(400);
    check.capability("takesBackFromBusy", "so are those behind one that turns out to compute", late === 0, spins);

    await using one = cell.create({ workers: 1, grace: 10_000 });
    await learn(one, "countCalls", []);
    const before = await one.submit("countCalls", []);
    const abort = new AbortController();
    await learn(one, "spin", [0]);
    const long = one.submit("spin", [500]);
    const held = hundred.map(() => one.submit("countCalls", [], { signal: abort.signal }));
    const rungs = Promise.all(
      held.map((call) =>
        call.then(
          () => "ran",
          (error: { rung: string }) => error.rung,
        ),
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    abort.abort();
    check.equal("cancelled calls behind a long one", [...new Set(await rungs)], ["queued"]);
    await long;
    check.equal("have never started", await one.submit("countCalls", []), before + 1);

    await using narrow = cell.create({ workers: 1, tasksInFlight: 4, grace: 10_000 });
    await learn(narrow, "spin", [0]);
    const busy = narrow.submit("spin", [300]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const patient = narrow.submit("spin", [0.25]);
    for (let round = 0; round < 4; round++) {
      const { signal } = abortAfter(5);
      await Promise.allSettled([1, 2].map(() => narrow.submit("spin", [0], { signal })));
    }
    check.equal("a held call survives others that come and are cancelled behind it", await patient, 0.25);
    await busy;

    let ticks = 0;
    for (let calls = 0; calls < 100_000 && ticks < 20; calls++) ticks = await one.submit("countTicks", []);
    check.ok("timers of the worker fire while calls follow each other closely", ticks >= 20, ticks);

    await learn(pool, "exitUnless0", [0]);
    const codes = [0, 0, 7, ...hundred.map(() => 0)];
    const ends = await Promise.allSettled(codes.map((code) => pool.submit("exitUnless0", [code])));
    check.equal(
      "when a worker ends, only the call it ran is lost: what it held is run elsewhere",
      ends.flatMap((end, i) => (end.status === "rejected" ? [[codes[i], (end.reason as Error).name]] : [])),
      [[7, "WorkerDied"]],
    );
  },
} satisfies Scenario;

const hundred = Array.from({ length: 100 }, (_, i) => i);

/** Lets the pool see often enough that the task is short. */
async function learn(
  pool: ConformingExecutor,
  task: "add" | "later" | "spin" | "countCalls" | "exitUnless0",
  args: never[] | number[],
): Promise<void> {
  for (let i = 0; i < 30; i++) await pool.submit(task, args as never);
}

function abortAfter(milliseconds: number): AbortController {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller;
}

/** What was submitted, in the order in which it was settled. */
async function finishingOrder(inputs: number[], submit: (input: number) => Promise<unknown>): Promise<number[]> {
  const order: number[] = [];
  await Promise.all(inputs.map((input) => submit(input).then(() => order.push(input))));
  return order;
}

/** A plug-in that counts calls given to workers and not yet settled. */
class InFlight {
  most = 0;
  #now = new Set<object>();

  started(call: object): void {
    this.#now.add(call);
    this.most = Math.max(this.most, this.#now.size);
  }

  returned(call: object): void {
    this.#now.delete(call);
  }

  settled(call: object): void {
    this.#now.delete(call);
  }
}
