/** An option that is out of its range is refused by name when the pool is made; `Infinity` means that there is no limit. */
import { NO_WORKERS } from "../inputs.ts";
import type { Cell, Check, Scenario } from "../scenario.ts";

const NOT_WHOLE = [NaN, -1, 1.5, "2", null, true, 2n, {}];
const NO_TIME = [NaN, -1, "5", null, true, 5n, {}];

/** By option: the values that are refused. `workers` is the concurrency of async. */
const REFUSED: Record<string, readonly unknown[]> = {
  workers: [...NOT_WHOLE, 0],
  maxQueue: NOT_WHOLE,
  grace: NO_TIME,
};
const REFUSED_WITH_WORKERS: Record<string, readonly unknown[]> = {
  workers: [Infinity],
  tasksPerWorker: [...NOT_WHOLE, 0],
  readyTimeout: NO_TIME,
  stopTimeout: NO_TIME,
};

/** Longer than a timer can be. */
const LONG = [2 ** 31, 2 ** 40, Infinity];

export default {
  inputs: {
    "a number of workers or tasks that is none": {},
    "a limit of the queue that is none": {},
    "a time that is none": {},
    "Infinity workers": { async: "as many tasks at once as there are is what some want" },
    "Infinity tasks in one worker": NO_WORKERS,
    "a time to be ready that is longer than a timer": NO_WORKERS,
    "a grace that is longer than a timer": {},
    "a timeout that is longer than a timer": {},
    "a lookAhead that is none": {},
  },
  async run(cell, check) {
    refuse(cell, check, REFUSED);
    if (cell.hasWorkers) refuse(cell, check, REFUSED_WITH_WORKERS);

    const pool = cell.create({ workers: 1, maxQueue: Infinity });
    for (const lookAhead of [0, NaN, -1, "3", null]) {
      const mapped = pool.map("echo", [1], { lookAhead: lookAhead as number }).next();
      await check.rejects(`a lookAhead that is none: ${String(lookAhead)} is refused`, mapped, "RangeError");
    }
    for (const time of LONG) {
      const call = pool.submit("wait", [5], { timeout: time, runTimeout: time });
      check.equal(`a timeout that is longer than a timer: ${time} never ends a call`, await call, 5);
      await keepsDeafTask(cell, check, time);
    }
    await pool.close();
    if (!cell.hasWorkers) return;

    for (const time of LONG) {
      const patient = cell.create({ workers: 1, readyTimeout: time, stopTimeout: time });
      const sum = await patient.submit("add", [1, 2]);
      check.equal(`a time to be ready that is longer than a timer: ${time} lets a worker start`, sum, 3);
      await patient.close();
    }
    await using wide = cell.create({ workers: 1, tasksPerWorker: Infinity });
    const rendezvous = Array.from({ length: 100 }, () => wide.submit("meet", [100]));
    check.equal(
      "Infinity tasks in one worker: 100 are there at once",
      await Promise.all(rendezvous),
      Array(100).fill(100),
    );
  },
} satisfies Scenario;

function refuse(cell: Cell, check: Check, refused: Record<string, readonly unknown[]>): void {
  for (const [option, value] of Object.entries(refused).flatMap(([name, all]) =>
    all.map((value) => [name, value] as const),
  )) {
    if (cell.model === "sequential" && option === "workers") continue; // it has one, whatever is said
    const name = option === "workers" && !cell.hasWorkers ? "concurrency" : option;
    let error: unknown;
    try {
      cell.create({ [option]: value });
    } catch (thrown) {
      error = thrown;
    }
    const told = error instanceof RangeError && error.message.includes(name);
    check.ok(`${inputOf(option, value)}: ${option} ${typeof value} ${String(value)} is refused by name`, told, error);
  }
  if (cell.model === "sequential") check.ok("a number of workers or tasks that is none: there is only one", true);
}

function inputOf(option: string, value: unknown): string {
  if (value === Infinity) return "Infinity workers";
  if (option === "maxQueue") return "a limit of the queue that is none";
  return option === "workers" || option === "tasksPerWorker"
    ? "a number of workers or tasks that is none"
    : "a time that is none";
}

/** With so long a grace, a task that heeds no signal is given its time, and its worker is kept. */
async function keepsDeafTask(cell: Cell, check: Check, grace: number): Promise<void> {
  const pool = cell.create({ workers: 1, grace });
  const worker = await pool.submit("whichWorker", []);
  await check.rejects("a deaf task", pool.submit("waitDeaf", [100], { timeout: 10 }), "DeadlineExceeded");
  const after = await pool.submit("whichWorker", []);
  check.equal(`a grace that is longer than a timer: with ${grace} a deaf task keeps its worker`, after, worker);
  await pool.close();
}
