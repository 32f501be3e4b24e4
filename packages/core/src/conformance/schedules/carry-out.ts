/** Does what a schedule says to an executor, and writes down what came of it. It judges nothing. */
import type { Executor, Outcome as SettledResult } from "../../pool/tasks.ts";
import { type ExecutionLog, readLog } from "./execution-log.ts";
import { hasPlace, type Ledger } from "./ledger.ts";
import type { CallPlan, Cancel, MapPlan, Schedule, Step } from "./schedule.ts";
import { asText, type Order } from "./order.ts";

/** What an executor must have to be tried; `prewarm` where it has it. */
export type Tried = Executor<Record<string, (order: Order | string) => unknown>> & {
  readonly abandoned: number;
  prewarm?(): Promise<unknown>;
};

/** A count of events: one that is greater came later. */
export type Moment = number;

export interface Observation {
  calls: CallSeen[];
  maps: MapSeen[];
  /** Neither a call nor a map: close, terminate and prewarm. */
  operations: OperationSeen[];
  /** When `close` or `terminate` was called first. */
  closedAt: Moment | undefined;
  terminatedAt: Moment | undefined;
  /** When what waited was rejected first. */
  rejectedAt: Moment | undefined;
  /** The places that calls had at workers, by the call's number; undefined where there are no workers. */
  accounts: Ledger["accounts"] | undefined;
  /** How often each call was begun, by its number. */
  executions: number[];
  /** What the executor still counts as abandoned, after it has had time to see them end. */
  abandoned: number;
  /** Nothing happened for so long that what has not settled by now never will. */
  expired: boolean;
}

export type Outcome = { value: unknown } | { error: unknown };

/** One call, whether it was submitted or made by a map. */
export interface CallSeen {
  plan: CallPlan;
  submittedAt: Moment;
  /**
   * Calls that may have been in its way when it was submitted: those that had not settled or still had their place, and inputs of
   * maps without a result.
   */
  openBefore: number;
  abortedAt: Moment | undefined;
  /** What the signal was aborted with. */
  reason: Error;
  settledAt: Moment | undefined;
  outcome: Outcome | undefined;
  /** From submit until it had settled. */
  milliseconds: number | undefined;
}

export interface MapSeen {
  plan: MapPlan;
  abortedAt: Moment | undefined;
  reason: Error;
  /** By input: when it was pulled, and on which clock. */
  pulledAt: { moment: Moment; clock: number }[];
  /** `index` is the one that the executor gave; of `map` without `settled`, the position. */
  results: ({ index: number } & Outcome)[];
  /** Most inputs that had been pulled beyond the results the consumer had. */
  furthestAhead: number;
  /** Whether the input was told to end, or ended. */
  inputEnded: boolean;
  end: "finished" | "stopped" | { error: unknown } | undefined;
  endedAt: Moment | undefined;
  endedClock: number | undefined;
}

export interface OperationSeen {
  name: "close" | "terminate" | "prewarm";
  settled: boolean;
  error?: unknown;
  /** Of close and terminate: calls and maps that had not settled when it resolved. */
  openAfter: string[];
  /** Of close and terminate: calls that still had a place when it resolved. */
  placedAfter: string[];
}

/**
 * @param limit milliseconds in which something must happen, or what has not settled by then never will
 * @param accounts of the executor's ledger, where it has workers
 */
export async function carryOut(
  schedule: Schedule,
  executor: Tried,
  log: ExecutionLog,
  limit: number,
  accounts?: Ledger["accounts"],
): Promise<Observation> {
  const run = new Run(executor, log, accounts);
  const still = new Stillness(() => run.moment, limit);
  const expired = (await Promise.race([run.all(schedule.steps), still.promise])) === "expired";
  still.stop();
  // It may hang; then the schedule has failed already.
  if (expired) executor.terminate().catch(() => {});
  return {
    calls: run.calls,
    maps: run.maps,
    operations: run.operations,
    closedAt: run.closedAt,
    terminatedAt: run.terminatedAt,
    rejectedAt: run.rejectedAt,
    accounts,
    executions: readLog(log, schedule.calls),
    abandoned: executor.abandoned,
    expired,
  };
}

/**
 * Waits until nothing has happened for so long. It counts its own turns instead of reading a clock: on a machine that is too busy for
 * the workers, it is late as well.
 */
class Stillness {
  readonly promise: Promise<"expired">;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(moment: () => Moment, limit: number) {
    const { promise, resolve } = Promise.withResolvers<"expired">();
    this.promise = promise;
    let last = moment();
    let turns = 0;
    this.#timer = setInterval(() => {
      if (moment() !== last) turns = 0;
      last = moment();
      if (++turns > TURNS) resolve("expired");
    }, limit / TURNS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

const TURNS = 20;

class Run {
  readonly calls: CallSeen[] = [];
  readonly maps: MapSeen[] = [];
  readonly operations: OperationSeen[] = [];
  closedAt: Moment | undefined;
  terminatedAt: Moment | undefined;
  rejectedAt: Moment | undefined;
  readonly #executor: Tried;
  readonly #log: ExecutionLog;
  readonly #accounts: Ledger["accounts"] | undefined;
  readonly #pending = new Set<Promise<void>>();
  /** The last one. */
  moment: Moment = 0;

  constructor(executor: Tried, log: ExecutionLog, accounts: Ledger["accounts"] | undefined) {
    this.#executor = executor;
    this.#log = log;
    this.#accounts = accounts;
  }

  async all(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#take(step);
    await this.#settled();
    this.#operate("close");
    await this.#settled();
    // What was given up is counted until it ends, and everything here ends.
    while (this.#executor.abandoned > 0) await sleep(5);
  }

  #take(step: Step): void | Promise<void> {
    switch (step.do) {
      case "submit":
        for (const plan of step.calls) this.#submit(plan);
        return;
      case "map":
        return this.#keep(this.#map(step));
      case "pause":
        return sleep(step.milliseconds);
      case "settle":
        return this.#settled();
      case "close":
        return this.#operate("close", step.waiting);
      default:
        return this.#operate(step.do);
    }
  }

  async #settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  #keep(promise: Promise<void>): void {
    this.#pending.add(promise);
    void promise.finally(() => this.#pending.delete(promise));
  }

  #now(): Moment {
    return ++this.moment;
  }

  #submit(plan: CallPlan): void {
    const withoutResult = this.maps.reduce((sum, { pulledAt, results }) => sum + pulledAt.length - results.length, 0);
    const openBefore = this.#open().length + this.#settledInPlace().length + withoutResult;
    const seen: CallSeen = {
      plan,
      submittedAt: this.#now(),
      openBefore,
      abortedAt: undefined,
      reason: new Error(`call ${plan.call} is cancelled by its schedule`),
      settledAt: undefined,
      outcome: undefined,
      milliseconds: undefined,
    };
    this.calls.push(seen);
    const signal = this.#signal(plan.cancel, seen);
    const from = performance.now();
    const settle = (outcome: Outcome): void => {
      seen.outcome = outcome;
      seen.settledAt = this.#now();
      seen.milliseconds = performance.now() - from;
      if (plan.cancel === "when settled") signal.abort();
    };
    const { timeout, runTimeout } = plan;
    this.#keep(
      this.#executor
        .submit(plan.task, [this.#order(plan)], { signal: signal.signal, timeout, runTimeout })
        .then((value) => settle({ value }))
        .catch((error: unknown) => settle({ error })),
    );
    if (plan.cancel === "at once") signal.abort();
  }

  #order({ call, act }: Pick<CallPlan, "call" | "act">): Order | string {
    const order: Order = { log: this.#log, call, act };
    if (this.#accounts && act.kind !== "takeFunction" && call % 2 === 0) return asText(order);
    if (act.kind === "takeFunction") order.callback = () => {};
    return order;
  }

  /** A signal that is aborted when the plan says so; the two moments that are the caller's to know are left to it. */
  #signal(
    cancel: Cancel | undefined,
    seen: { abortedAt: Moment | undefined; reason: Error },
  ): { signal: AbortSignal | undefined; abort(): void } {
    if (cancel === undefined) return { signal: undefined, abort: () => {} };
    const controller = new AbortController();
    const abort = (): void => {
      seen.abortedAt = this.#now();
      controller.abort(seen.reason);
    };
    if (cancel === "before") abort();
    else if (typeof cancel === "object") setTimeout(abort, cancel.after);
    return { signal: controller.signal, abort };
  }

  async #map(plan: MapPlan): Promise<void> {
    const seen: MapSeen = {
      plan,
      abortedAt: undefined,
      reason: new Error("a map is cancelled by its schedule"),
      pulledAt: [],
      results: [],
      furthestAhead: 0,
      inputEnded: false,
      end: undefined,
      endedAt: undefined,
      endedClock: undefined,
    };
    this.maps.push(seen);
    const { signal } = this.#signal(plan.cancel, seen);
    const inputs = plan.source === "sync" ? this.#inputs(plan, seen) : slowly(this.#inputs(plan, seen));
    const { timeout, lookAhead, settled } = plan;
    try {
      seen.end = await this.#consume(plan, seen, inputs, { signal, timeout, lookAhead, settled });
    } catch (error) {
      seen.end = { error };
    }
    seen.endedAt = this.#now();
    seen.endedClock = performance.now();
  }

  async #consume(
    plan: MapPlan,
    seen: MapSeen,
    inputs: Iterable<Order | string> | AsyncIterable<Order | string>,
    options: MapOptions,
  ): Promise<"finished" | "stopped"> {
    const results: AsyncIterable<unknown> =
      plan.order === "input"
        ? this.#executor.map(plan.task, inputs, options)
        : this.#executor.asCompleted(plan.task, inputs, options);
    for await (const result of results) {
      if (plan.settled) seen.results.push(told(result as SettledResult<unknown>));
      else if (plan.order === "input") seen.results.push({ index: seen.results.length, value: result });
      else seen.results.push(result as { index: number; value: unknown });
      seen.furthestAhead = Math.max(seen.furthestAhead, seen.pulledAt.length - seen.results.length);
      if (seen.results.length === plan.stopAfter) return "stopped";
      if (plan.pauseEach !== undefined) await sleep(plan.pauseEach);
    }
    return "finished";
  }

  *#inputs(plan: MapPlan, seen: MapSeen): Generator<Order | string> {
    try {
      for (const [position, input] of plan.inputs.entries()) {
        if (position === plan.failAfter) throw new EvalError("the input fails, on purpose");
        seen.pulledAt.push({ moment: this.#now(), clock: performance.now() });
        yield this.#order(input);
      }
    } finally {
      seen.inputEnded = true;
    }
  }

  #operate(name: OperationSeen["name"], waiting?: "reject"): void {
    const seen: OperationSeen = { name, settled: false, openAfter: [], placedAfter: [] };
    this.operations.push(seen);
    if (name !== "prewarm") this.closedAt ??= this.#now();
    if (name === "terminate") this.terminatedAt ??= this.#now();
    if (waiting === "reject") this.rejectedAt ??= this.#now();
    this.#keep(this.#end(seen, waiting));
  }

  async #end(seen: OperationSeen, waiting: "reject" | undefined): Promise<void> {
    try {
      if (seen.name === "prewarm") await this.#executor.prewarm?.();
      else if (seen.name === "terminate") await this.#executor.terminate();
      else await this.#executor.close(waiting && { waiting });
      if (seen.name !== "prewarm") seen.placedAfter = this.#placed().map((call) => `call ${call}`);
    } catch (error) {
      seen.error = error;
    }
    // Whoever awaits a call may hear of it some turns of the loop later than whoever awaits this.
    await sleep(0);
    seen.settled = true;
    if (seen.name !== "prewarm") seen.openAfter = this.#open().map(({ plan }) => `call ${plan.call}`);
  }

  /** Calls of submits only: a map's consumer may take its time over results that are there. */
  #open(): CallSeen[] {
    return this.calls.filter(({ settledAt }) => settledAt === undefined);
  }

  /** Calls that were settled from outside, and whose task may still run. */
  #settledInPlace(): CallSeen[] {
    return this.calls.filter(({ settledAt, plan, outcome }) => {
      if (settledAt === undefined) return false;
      if (this.#accounts) return hasPlace(this.#accounts.get(plan.call));
      return outcome && "error" in outcome && (outcome.error as { rung?: string }).rung === "signalled";
    });
  }

  #placed(): number[] {
    return [...(this.#accounts ?? [])].flatMap(([call, account]) => (hasPlace(account) ? [call] : []));
  }
}

/** Both kinds of results are read as what they are at run time. */
type MapOptions = NonNullable<Parameters<Tried["map"]>[2]>;

function told(result: SettledResult<unknown>): { index: number } & Outcome {
  const { index } = result;
  return result.status === "fulfilled" ? { index, value: result.value } : { index, error: result.reason };
}

async function* slowly<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) {
    await sleep(0);
    yield item;
  }
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
