/** retry(): what failed is tried again, unless it may have run and must not twice; and whatever ends a call ends its tries. */
import { retry, type RetryOptions } from "../../abilities/retry.ts";
import type { Ability } from "../../pool/worker-pool.ts";
import type { Cell, Check, ConformingExecutor, Options, Scenario, WorkerModule } from "../scenario.ts";

/** Between two tries a call waits for nearly any time at all: eleven days at most. */
const SOME_DAY = { backOff: 1e9, mostBackOff: 1e9 };

export default {
  models: ["threading", "multiprocessing"],
  async run(cell, check) {
    await afterDeath(cell, check);
    await afterFailedStarts(cell, check);
    await afterErrors(cell, check);
    await whileItWaits(cell, check);
  },
} satisfies Scenario;

interface Counted {
  pool: ConformingExecutor;
  /** How many workers it has started. */
  started: () => number;
  /** Resolves when a call begins to wait for its next try. */
  waits: () => Promise<void>;
}

function create(cell: Cell, options: RetryOptions = {}, more: Options = {}, modules?: WorkerModule[]): Counted {
  let started = 0;
  let waits = Promise.withResolvers<void>();
  const counting: Ability = {
    name: "counting",
    life: () => ({
      workerStarted: () => void started++,
      freed: (call) => void (call.settled || waits.resolve()),
    }),
  };
  const abilities = [retry({ backOff: 1, ...options }), counting];
  const pool = cell.createOf(modules ?? ["conforming"], { workers: 1, ...more, abilities });
  const wait = (): Promise<void> => {
    waits = Promise.withResolvers();
    return waits.promise;
  };
  return { pool, started: () => started, waits: wait };
}

async function afterDeath(cell: Cell, check: Check): Promise<void> {
  const { pool, started } = create(cell, { retries: 2 }, { tasksPerWorker: 2 });
  // The one takes the other's worker along.
  const innocent = pool.submit("wait", [100], { idempotent: true });
  const other = pool.submit("exit", [7]);
  await check.rejects("a call that may have run is not repeated unless it is idempotent", other, "WorkerDied");
  check.equal("an idempotent call whose worker died is run by another", await innocent, 100);
  check.equal("a call that is not repeated costs one worker", started(), 2);
  const deadly = pool.submit("exit", [7], { idempotent: true });
  const died = await check.rejects("a call that always kills its worker rejects in the end", deadly, "WorkerDied");
  check.equal("a call that was tried again names its task in its error", died.task, "exit");
  const replaced = await pool.submit("add", [1, 2]);
  check.equal("a call with two retries kills three workers, and the pool goes on", [replaced, started()], [3, 5]);
  await pool.close();
}

async function afterFailedStarts(cell: Cell, check: Check): Promise<void> {
  const recovering = create(cell, {}, {}, ["throws.ts", "throws.ts", "conforming"]);
  const answered = await recovering.pool.submit("add", [1, 2]);
  const found = [answered, recovering.started()];
  check.equal("a call that no worker was given is repeated until a worker starts", found, [3, 3]);
  await recovering.pool.close();

  const hopeless = create(cell, { retries: 1 }, {}, ["throws.ts"]);
  const dead = hopeless.pool.submit("add", [1, 2]);
  await check.rejects("a call rejects when workers still fail to start after its last try", dead, "WorkerDied");
  check.equal("a call with one retry waits for two workers to start", hopeless.started(), 2);
  await hopeless.pool.close();
}

async function afterErrors(cell: Cell, check: Check): Promise<void> {
  const retryable = (error: Error): boolean => (error.cause as { code?: unknown }).code === "E_TYPE";
  const { pool } = create(cell, { retryable });
  const again = await pool.submit("failAtFirst", [2], { idempotent: true });
  check.equal("an idempotent call whose error is retryable is run again", again, 2);
  const final = pool.submit("raise", ["rangeError"], { idempotent: true });
  await check.rejects("an error that is not retryable is final", final, "TaskError");
  await pool.close();
}

async function whileItWaits(cell: Cell, check: Check): Promise<void> {
  const { pool, started, waits } = create(cell, SOME_DAY);
  const submit = async (options: { signal?: AbortSignal; timeout?: number }): Promise<{ call: Promise<never> }> => {
    const waiting = waits();
    const call = pool.submit("exit", [7], { idempotent: true, ...options });
    await waiting;
    return { call };
  };
  const controller = new AbortController();
  const cancelled = await submit({ signal: controller.signal });
  controller.abort(new Error("enough"));
  const error = await check.rejects(
    "a call that waits for a new try can be cancelled",
    cancelled.call,
    "TaskCancelled",
  );
  check.equal("a call that is cancelled between tries has its signal's reason", error.cause?.message, "enough");
  const late = await submit({ timeout: 2000 });
  await check.rejects("a call that waits for a new try is late at its deadline", late.call, "DeadlineExceeded");
  const last = await submit({});
  const closed = pool.close();
  const left = await check.rejects("close() ends a call that waits for a new try", last.call, "WorkerDied");
  check.equal("a call that close() ends between tries has the error of its last", left.task, "exit");
  await closed;
  check.equal("a call that was ended between tries costs no other worker", started(), 3);
}
