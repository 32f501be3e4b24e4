/** Draws a schedule from a seed: the same seed and cell give the same schedule, in every runtime. */
import { Random } from "../../workloads/support/random.ts";
import type { Cell } from "../scenario.ts";
import type { Act, ActKind, CallPlan, Cancel, MapPlan, PoolPlan, Schedule, Step } from "./schedule.ts";

/** @param seed a whole number from 0 to 2³² − 1 */
export function generate(seed: number, cell: Pick<Cell, "model" | "hasWorkers" | "capabilities">): Schedule {
  return new Generator(seed, cell).schedule();
}

/** Milliseconds; short, because a schedule lives on the order of its events and not on their length. */
const SHORT = { shortest: 1, longest: 20 };
const AMPLE_TIMEOUT = 60_000;
/** Of a wait that something else is sure to end. */
const FOR_EVER = 60_000;

const ORDINARY: readonly ActKind[] = [
  "add",
  "add",
  "add",
  "echo",
  "wait",
  "wait",
  "waitDeaf",
  "spin",
  "raise",
  "reject",
  "takeFunction",
  "returnFunction",
  "unknown",
];
const THROWN = ["rangeError", "coded", "string", "number", "nothing"] as const;
const ECHOED = [null, true, "text", 0.5, [1, [2]], { a: { b: 1 } }];

class Generator {
  readonly #seed: number;
  readonly #random: Random;
  /** Acts that a worker does not survive, as far as the cell does. */
  readonly #fatal: readonly ActKind[];
  readonly #hasWorkers: boolean;
  #calls = 0;
  // How wild this schedule is. Each is off in many schedules, or every call would be lost in the noise of the others.
  readonly #cancels: boolean;
  readonly #deadlines: boolean;
  readonly #faults: boolean;

  constructor(seed: number, { model, hasWorkers, capabilities }: Pick<Cell, "model" | "hasWorkers" | "capabilities">) {
    this.#seed = seed;
    this.#random = new Random(seed);
    const { survivesDeath, hardTimeout } = capabilities;
    this.#hasWorkers = hasWorkers;
    this.#fatal = [
      ...(survivesDeath ? (["exit", "throwLater", "replyThenExit"] as const) : []),
      ...(survivesDeath && model === "multiprocessing" ? (["kill"] as const) : []),
      ...(hardTimeout ? (["spinForever"] as const) : []),
    ];
    this.#cancels = this.#chance(50);
    this.#deadlines = this.#chance(35);
    this.#faults = this.#fatal.length > 0 && this.#chance(45);
  }

  schedule(): Schedule {
    const pool = this.#pool();
    const steps: Step[] = this.#hasWorkers && this.#chance(10) ? [{ do: "prewarm" }] : [];
    for (let left = this.#between(2, 5); left > 0; left--) steps.push(...this.#work());
    const end = this.#between(0, 9);
    if (end <= 3) {
      steps.push(end <= 1 ? this.#close() : { do: "terminate" });
      if (this.#chance(50)) steps.push({ do: "submit", calls: this.#many(this.#between(1, 3), () => this.#call()) });
      if (this.#chance(20)) steps.push(this.#map());
      // A close that waits may be cut short.
      if (this.#chance(20)) steps.push(this.#chance(50) ? this.#close() : { do: "terminate" });
    }
    return { seed: this.#seed, pool, steps, calls: this.#calls };
  }

  #pool(): PoolPlan {
    return {
      workers: this.#between(1, 3),
      grace: this.#between(10, 40),
      maxQueue: this.#chance(20) ? this.#between(0, 5) : undefined,
      tasksPerWorker: this.#chance(60) ? 1 : this.#between(2, 3),
    };
  }

  #close(): Step {
    return this.#chance(70) ? { do: "close" } : { do: "close", waiting: "reject" };
  }

  /** One step that does something, and often one that lets it happen. */
  #work(): Step[] {
    const what = this.#between(0, 9);
    let step: Step;
    if (what <= 3) step = { do: "submit", calls: this.#many(this.#between(1, 8), () => this.#call()) };
    else if (what <= 6) step = { do: "submit", calls: this.#burst() };
    else step = this.#map();
    const pause = this.#between(0, 9);
    if (pause <= 4) return [step];
    return [step, pause <= 7 ? { do: "pause", milliseconds: this.#milliseconds() } : { do: "settle" }];
  }

  #call(): CallPlan {
    const act = this.#act();
    const plan: CallPlan = { call: this.#calls++, task: this.#nameFor(act), act };
    if (this.#cancels && this.#chance(40)) plan.cancel = this.#cancel();
    if (this.#deadlines && this.#chance(40)) plan.timeout = this.#timeout();
    if (this.#deadlines && this.#chance(25)) plan.runTimeout = this.#timeout();
    if (act.kind === "spinForever" && !ends(plan)) plan.cancel = { after: this.#milliseconds() };
    if (act.kind === "wait" && ends(plan) && this.#chance(50)) plan.act = { ...act, milliseconds: FOR_EVER };
    return plan;
  }

  /** Many tiny calls in one turn, which is what batching is for, now and then with something else among them. */
  #burst(): CallPlan[] {
    const task = this.#chance(50) ? "performAny" : "performAdd";
    const cancel = this.#cancels && this.#chance(30) ? this.#cancel() : undefined;
    const calls = this.#many(this.#between(10, 80), (): CallPlan => {
      const act = this.#tiny();
      const ofAll = cancel === undefined || this.#chance(50) ? {} : { cancel };
      return { call: this.#calls++, task, act, ...ofAll };
    });
    if (this.#chance(40)) calls.splice(this.#between(0, calls.length), 0, this.#call());
    return calls;
  }

  #map(): MapPlan {
    const inputs = this.#many(this.#between(0, 25), () => {
      const act = this.#chance(90) ? this.#tiny() : this.#lasting();
      return { call: this.#calls++, act };
    });
    // A map ends with its first failure, so most have none.
    const spoilt = this.#chance(25) ? inputs[this.#between(0, 24)] : undefined;
    if (spoilt) spoilt.act = this.#mappable();
    const plan: MapPlan = {
      do: "map",
      order: this.#chance(50) ? "input" : "finishing",
      source: this.#chance(50) ? "sync" : "async",
      task: this.#chance(50) ? "performAny" : "performEcho",
      inputs,
    };
    if (this.#chance(50)) plan.lookAhead = this.#between(1, 12);
    if (this.#cancels && this.#chance(25)) plan.cancel = this.#chance(25) ? "before" : { after: this.#milliseconds() };
    if (this.#deadlines && this.#chance(30)) plan.timeout = this.#timeout();
    if (this.#chance(25)) plan.settled = true;
    if (this.#chance(25)) plan.stopAfter = this.#between(1, 10);
    if (this.#chance(10)) plan.failAfter = this.#between(0, 10);
    if (this.#chance(20)) plan.pauseEach = this.#between(0, 2);
    return plan;
  }

  #act(): Act {
    return this.#actOf(this.#pick(this.#faults && this.#chance(20) ? this.#fatal : ORDINARY));
  }

  /** Of a map's input: it cannot be cancelled alone, so it must end by itself; and its task exists. */
  #mappable(): Act {
    const act = this.#act();
    return act.kind === "spinForever" || act.kind === "unknown" ? this.#lasting() : act;
  }

  #tiny(): Act {
    return this.#actOf(this.#chance(70) ? "add" : "echo");
  }

  #lasting(): Act {
    return this.#actOf(this.#pick(["wait", "waitDeaf", "spin"]));
  }

  #actOf(kind: ActKind): Act {
    switch (kind) {
      case "add":
        return { kind, a: this.#between(0, 999), b: this.#between(0, 999) };
      case "echo":
        return { kind, value: this.#pick(ECHOED) };
      case "spin":
        return { kind, milliseconds: this.#between(1, 3) };
      case "wait":
      case "waitDeaf":
        return { kind, milliseconds: this.#milliseconds() };
      case "raise":
      case "reject":
        return { kind, what: this.#pick(THROWN) };
      case "exit":
        return { kind, code: this.#between(1, 99) };
      case "replyThenExit":
        return { kind, after: this.#between(0, 5) };
      default:
        return { kind };
    }
  }

  /** Half of the calls go by a name that all kinds of acts share. */
  #nameFor({ kind }: Act): string {
    return kind === "unknown" || this.#chance(50) ? taskNamed(kind) : "performAny";
  }

  #cancel(): Cancel {
    return this.#pick(["before", "at once", { after: this.#milliseconds() }, { after: 1 }, "when settled"] as const);
  }

  #timeout(): number {
    return this.#pick([0, this.#between(1, 5), this.#milliseconds(), AMPLE_TIMEOUT]);
  }

  #milliseconds(): number {
    return this.#between(SHORT.shortest, SHORT.longest);
  }

  #many<Item>(count: number, draw: () => Item): Item[] {
    return Array.from({ length: count }, draw);
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#between(0, items.length - 1)] as Item;
  }

  #chance(percent: number): boolean {
    return this.#between(1, 100) <= percent;
  }

  #between(lowest: number, highest: number): number {
    return this.#random.between(lowest, highest);
  }
}

/** Whether a call is ended from outside, whatever its task does. */
function ends({ cancel, timeout = AMPLE_TIMEOUT, runTimeout = AMPLE_TIMEOUT }: CallPlan): boolean {
  return Math.min(timeout, runTimeout) < AMPLE_TIMEOUT || (cancel !== undefined && cancel !== "when settled");
}

/** The task that is named after an act; nothing of that name exists for `unknown`. */
const taskNamed = (kind: ActKind): string => `perform${kind[0]?.toUpperCase()}${kind.slice(1)}`;
