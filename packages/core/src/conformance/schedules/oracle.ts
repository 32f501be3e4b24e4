/**
 * Judges what came of a schedule by the contract alone: it asks what each call may come to, given what was done to it, and knows
 * nothing of how an executor works.
 */
import type { DeadlineExceeded, Rung, TaskCancelled } from "../../pool/errors.ts";
import type { WorkerDied } from "../../pool/worker-errors.ts";
import type { Cell } from "../scenario.ts";
import type { CallSeen, MapSeen, Moment, Observation, Outcome } from "./carry-out.ts";
import { naturalEnd, type NaturalEnd } from "./natural-end.ts";
import { type Act, type ActKind, type CallPlan, type Cancel, FATAL, type MapPlan, type Schedule } from "./schedule.ts";
import { show } from "./show.ts";

/** What makes one cell's contract differ from another's. */
export type JudgedCell = Pick<Cell, "model" | "hasWorkers" | "capabilities" | "abilities">;

/** What was broken, a line each; empty when all is well. */
export function judge(schedule: Schedule, seen: Observation, cell: JudgedCell): string[] {
  const judge = new Judge(schedule, seen, cell);
  return [
    ...seen.calls.flatMap((call) => judge.call(call).map((wrong) => `call ${call.plan.call} ${wrong}`)),
    ...seen.maps.flatMap((map, number) => judge.map(map).map((wrong) => `map ${number} ${wrong}`)),
    ...judge.operations(),
  ];
}

/**
 * Whether a call may be told that its worker died though it did nothing to deserve it. This is the one place that says how far
 * one call's fate may reach into another's; `return false` is the strictest there can be.
 *
 * Two calls that run in one worker at once share its death. So do, in processes, calls that were sent to it ahead of their turn
 * (`ahead`): nobody can know whether the dead have begun them. Between threads that can be known, and such calls are run by another.
 */
export function mayShareDeath({ pool, steps }: Schedule, { model, hasWorkers, abilities }: JudgedCell): boolean {
  const plans = steps.flatMap((step): readonly (CallPlan | MapPlan)[] =>
    step.do === "submit" ? step.calls : step.do === "map" ? [step] : [],
  );
  const acts = plans.flatMap((plan) => ("inputs" in plan ? plan.inputs : [plan])).map(({ act }) => act.kind);
  if (!hasWorkers) return false;
  // It ends its worker after it has replied, when another call may be there.
  if (acts.includes("replyThenExit")) return true;
  const runTogether = pool.tasksPerWorker > 1;
  const sentAhead = model === "multiprocessing" && abilities.includes("ahead");
  const closes = steps.some((step) => step.do === "close");
  // Whatever is interrupted may be stopped, when it is slow to heed its signal; so may what is left of a map that ends early.
  const someoneDies =
    acts.some((kind) => FATAL.includes(kind)) || plans.some((plan) => isInterrupted(plan) || mayEndEarly(plan, closes));
  return (runTogether || sentAhead) && someoneDies;
}

const isInterrupted = (plan: CallPlan | MapPlan): boolean =>
  plan.cancel !== undefined || plan.timeout !== undefined || ("runTimeout" in plan && plan.runTimeout !== undefined);

function mayEndEarly(plan: CallPlan | MapPlan, closes: boolean): boolean {
  if (!("inputs" in plan)) return false;
  return (
    closes ||
    plan.stopAfter !== undefined ||
    plan.failAfter !== undefined ||
    (!plan.settled && plan.inputs.some(({ act }) => FAILING.includes(act.kind)))
  );
}

/** Acts that reject their call, and leave their worker alone. */
const FAILING: readonly ActKind[] = ["raise", "reject", "takeFunction", "returnFunction", "unknown"];

/** A call, wherever it was made: by a submit, or by a map for one input. */
interface Fate {
  act: Act;
  cancel: Cancel | undefined;
  timeout: number | undefined;
  runTimeout: number | undefined;
  submittedAt: Moment;
  openBefore: number;
  abortedAt: Moment | undefined;
  reason: Error;
  settledAt: Moment;
  milliseconds: number;
}

class Judge {
  readonly #schedule: Schedule;
  readonly #seen: Observation;
  readonly #cell: JudgedCell;
  readonly #sharesDeath: boolean;

  constructor(schedule: Schedule, seen: Observation, cell: JudgedCell) {
    this.#schedule = schedule;
    this.#seen = seen;
    this.#cell = cell;
    this.#sharesDeath = mayShareDeath(schedule, cell);
  }

  call({ plan, outcome, settledAt, milliseconds, ...seen }: CallSeen): string[] {
    const begun = this.#begun(plan.call);
    if (!outcome || settledAt === undefined || milliseconds === undefined) {
      return [`never settled (its task was begun ${times(begun)})`];
    }
    const { act, cancel, timeout, runTimeout } = plan;
    const fate: Fate = { act, cancel, timeout, runTimeout, settledAt, milliseconds, ...seen };
    const wrong =
      this.#wrongOutcome(outcome, fate) ?? this.#wrongCount(outcome, begun, fate) ?? this.#wrongPlace(plan.call, begun);
    return wrong === undefined ? [] : [wrong];
  }

  /** Who has a place loses it once, and whose task was begun had one. */
  #wrongPlace(call: number, begun: number): string | undefined {
    const { accounts, expired } = this.#seen;
    if (!accounts || expired) return undefined;
    const { given, freed, settledFirst } = accounts.get(call) ?? { given: 0, freed: [], settledFirst: true };
    if (begun > given) return `was begun ${times(begun)}, but given to a worker ${times(given)}`;
    if (given > 0 && freed.length === 0) return "was given to a worker and never freed";
    // A call that was given back before it was begun is given again.
    if (freed.length > (this.#cell.abilities.length > 0 ? given : Math.min(given, 1))) {
      return `was given ${times(given)} and freed ${times(freed.length)} (${freed.join(", ")})`;
    }
    if (freed.includes("abandoned")) return "was abandoned, where every worker can be stopped";
    return settledFirst ? undefined : "was freed before it had settled";
  }

  /** What is wrong with how a call ended, if anything. */
  #wrongOutcome(outcome: Outcome, fate: Fate): string | undefined {
    const instead = this.#mustBe(fate);
    if (instead && !instead.includes(nameOf(outcome))) return `wanted ${instead.join(" or ")}, found ${show(outcome)}`;
    if (isNatural(outcome, naturalEnd(fate.act, this.#cell.capabilities))) return undefined;
    const excuse = "value" in outcome ? "is not what its task returns" : this.#noReasonFor(outcome.error, fate);
    return excuse === undefined ? undefined : `came to ${show(outcome)}: ${excuse}`;
  }

  /** The ends that are left to a call, by name, where it cannot come to what its task does. */
  #mustBe({ cancel, submittedAt }: Fate): string[] | undefined {
    const refused = (this.#seen.closedAt ?? Infinity) < submittedAt;
    if (refused) return cancel === "before" ? ["PoolClosed", "TaskCancelled"] : ["PoolClosed"];
    if (cancel === "before") return ["TaskCancelled", "QueueFull"];
    // Nothing that a worker says can be here before the turn in which the call was made is over.
    if (cancel === "at once")
      return ["TaskCancelled", "QueueFull", "NotCloneable", "UnknownTask", "PoolClosed", "DeadlineExceeded"];
    return undefined;
  }

  /** Why the error is none that this call may come to; undefined when it is one. */
  #noReasonFor(error: unknown, fate: Fate): string | undefined {
    const { closedAt = Infinity, terminatedAt = Infinity, rejectedAt = Infinity } = this.#seen;
    const { maxQueue } = this.#schedule.pool;
    switch ((error as Error | undefined)?.name) {
      case "TaskCancelled":
        return this.#noReasonForCancelled(error as TaskCancelled, fate);
      case "DeadlineExceeded":
        return this.#noReasonForDeadline(error as DeadlineExceeded, fate);
      case "WorkerDied":
        if ((error as WorkerDied).task === null) return "every worker can start";
        return this.#sharesDeath ? undefined : "nothing ended its worker";
      case "PoolClosed": {
        if (closedAt < fate.submittedAt || Math.min(terminatedAt, rejectedAt) < fate.settledAt) return undefined;
        return "it was accepted, and nobody terminated the pool";
      }
      case "QueueFull": {
        const full = maxQueue !== undefined && fate.openBefore >= maxQueue;
        return full ? undefined : `at most ${fate.openBefore} calls could be waiting, with a limit of ${maxQueue}`;
      }
      default:
        return "its task does not do that";
    }
  }

  #noReasonForCancelled({ cause, rung }: TaskCancelled, { abortedAt = Infinity, settledAt, reason }: Fate) {
    if (abortedAt > settledAt) return "nobody had cancelled it";
    if (cause !== reason) return `its cause is not its signal's reason but ${show({ value: cause })}`;
    return this.#wrongRung(rung);
  }

  #noReasonForDeadline({ timeout, rung }: DeadlineExceeded, fate: Fate) {
    const given = [fate.timeout, fate.runTimeout].filter((limit) => limit !== undefined);
    if (given.length === 0) return "it had no deadline";
    if (!given.includes(timeout)) return `it had been given ${given.join(" and ")} ms`;
    // The pool's clock and this one are not read in the same instant.
    if (fate.milliseconds < timeout - 1) return `only ${fate.milliseconds} ms had passed`;
    if (timeout !== fate.timeout && rung === "queued") return "its task's time cannot be over before it has begun";
    return this.#wrongRung(rung);
  }

  #wrongRung(rung: Rung): string | undefined {
    return ["queued", "signalled"].includes(rung) ? undefined : `there is no rung "${rung}"`;
  }

  #wrongCount(outcome: Outcome, begun: number, { cancel, submittedAt, settledAt }: Fate): string | undefined {
    const { closedAt = Infinity, terminatedAt = Infinity } = this.#seen;
    const dropped = nameOf(outcome) === "PoolClosed" && settledAt < terminatedAt; // it waited, or was not even taken
    const never = cancel === "before" || closedAt < submittedAt || dropped || neverBegins(outcome, this.#cell);
    const wanted = never ? [0] : surelyBegins(outcome) ? [1] : [0, 1];
    if (wanted.includes(begun)) return undefined;
    return `came to ${show(outcome)}, but its task was begun ${times(begun)}`;
  }

  map(seen: MapSeen): string[] {
    if (seen.end === undefined) return [`never ended: ${seen.results.length} results`];
    return [
      ...this.#wrongResults(seen),
      ...this.#wrongEnd(seen),
      ...this.#wrongPulling(seen),
      ...seen.plan.inputs.flatMap((_, position) => this.#wrongCountOfInput(position, seen)),
    ];
  }

  #wrongResults(seen: MapSeen): string[] {
    const { results } = seen;
    const twice = results.filter(({ index }, at) => results.findIndex((other) => other.index === index) !== at);
    const wrong = results.filter(({ index, ...outcome }) => this.#wrongResult(index, outcome, seen));
    return [
      ...twice.map(({ index }) => `yielded the result of input ${index} twice`),
      ...wrong.map(({ index, ...outcome }) => `yielded ${show(outcome)} for input ${index}`),
    ];
  }

  #wrongResult(index: number, outcome: Outcome, seen: MapSeen): boolean {
    const act = seen.plan.inputs[index]?.act;
    if (!act) return true;
    if ("value" in outcome) return !isNatural(outcome, naturalEnd(act, this.#cell.capabilities));
    return !seen.plan.settled || this.#wrongFailure(index, outcome.error, seen) !== undefined;
  }

  /** Why the error is none that the call of this input may come to; undefined when it is one. */
  #wrongFailure(position: number, error: unknown, seen: MapSeen): string | undefined {
    const { plan, pulledAt, abortedAt, reason, endedAt = Infinity, endedClock = Infinity } = seen;
    const pulled = pulledAt[position];
    if (!pulled) return "its input was never pulled";
    // An input that was pulled before is submitted a moment later.
    if (nameOf({ error }) === "PoolClosed" && (this.#seen.closedAt ?? Infinity) < endedAt) return undefined;
    const fate: Fate = {
      act: plan.inputs[position]?.act ?? { kind: "unknown" },
      cancel: undefined,
      timeout: plan.timeout,
      runTimeout: undefined,
      submittedAt: pulled.moment,
      openBefore: Infinity,
      abortedAt,
      reason,
      settledAt: endedAt,
      milliseconds: endedClock - pulled.clock,
    };
    return this.#wrongOutcome({ error }, fate);
  }

  #wrongEnd(seen: MapSeen): string[] {
    const { plan, results, pulledAt, end, reason, abortedAt = Infinity, endedAt = Infinity } = seen;
    if (end === "stopped") return []; // it is its consumer that stopped
    if (end === "finished") {
      const lost = plan.inputs.length - results.length;
      const failed = plan.failAfter !== undefined && plan.failAfter < plan.inputs.length;
      return [
        ...(lost > 0 ? [`finished with ${lost} of ${plan.inputs.length} results lost`] : []),
        ...(failed ? ["finished, though its input failed"] : []),
      ];
    }
    const { error } = end as { error: unknown };
    if ((error as Error | undefined)?.name === "EvalError") {
      const all = plan.order === "finishing" || results.length === plan.failAfter;
      return all && pulledAt.length === plan.failAfter ? [] : [`ended with ${show({ error })} too early`];
    }
    if (error === reason && abortedAt < endedAt) return [];
    if (plan.settled) return [`ended with ${show({ error })}, though it goes on past failures`];
    // In input order, it is the first one without a result that failed.
    const yielded = new Set(results.map(({ index }) => index));
    const suspects = pulledAt.map((_, position) => ({ position })).filter((_, at) => !yielded.has(at));
    const complaints = (plan.order === "input" ? suspects.slice(0, 1) : suspects).map(({ position }) =>
      this.#wrongFailure(position, error, seen),
    );
    if (suspects.length === 0) return [`ended with ${show({ error })}, with every result yielded`];
    return complaints.includes(undefined) ? [] : [complaints[0] ?? ""];
  }

  #wrongPulling({ plan, pulledAt, furthestAhead, inputEnded, end }: MapSeen): string[] {
    const { lookAhead = Infinity, source } = plan;
    const left = source === "sync" && pulledAt.length > 0 && !inputEnded;
    return [
      ...(furthestAhead > lookAhead ? [`pulled ${furthestAhead} inputs ahead, with lookAhead ${lookAhead}`] : []),
      ...(left ? [`ended with ${show({ value: end })}, but did not tell its input`] : []),
    ];
  }

  #wrongCountOfInput(position: number, { plan, pulledAt, results }: MapSeen): string[] {
    const begun = this.#begun(plan.inputs[position]?.call ?? -1);
    const yielded = results.some((result) => result.index === position && "value" in result);
    const callsNothing = !this.#cell.capabilities.clones ? false : plan.inputs[position]?.act.kind === "takeFunction";
    const wanted = yielded ? [1] : position < pulledAt.length && !callsNothing ? [0, 1] : [0];
    if (wanted.includes(begun)) return [];
    return [`began input ${position} ${times(begun)}, and ${yielded ? "yielded" : "did not yield"} its result`];
  }

  operations(): string[] {
    const { operations, abandoned, expired } = this.#seen;
    return [
      ...operations.flatMap(({ name, settled, error, openAfter, placedAfter }) => [
        ...(settled ? [] : [`${name}() never settled`]),
        // A pool that is closed cannot be made ready.
        ...(error !== undefined && name !== "prewarm" ? [`${name}() rejected: ${show({ error })}`] : []),
        ...openAfter.map((call) => `${name}() resolved before ${call} had settled`),
        ...placedAfter.map((call) => `${name}() resolved before ${call} was freed`),
      ]),
      ...(expired ? ["nothing happened any more before the schedule was over"] : []),
      ...(abandoned === 0 ? [] : [`${abandoned} workers or tasks are abandoned for ever`]),
    ];
  }

  #begun(call: number): number {
    return this.#seen.executions[call] ?? 0;
  }
}

function isNatural(outcome: Outcome, end: NaturalEnd): boolean {
  return "value" in outcome ? (end.value?.(outcome.value) ?? false) : (end.error?.(outcome.error) ?? false);
}

/** Where an outcome says that its task was never begun. */
function neverBegins(outcome: Outcome, { hasWorkers }: JudgedCell): boolean {
  if ("value" in outcome) return false;
  const { name, rung, part } = outcome.error as Error & { rung?: Rung; part?: "argument" | "result" };
  return name === "UnknownTask" || name === "QueueFull" || rung === "queued" || (hasWorkers && part === "argument");
}

/** Where an outcome says that its task was begun. */
function surelyBegins(outcome: Outcome): boolean {
  if ("value" in outcome) return true;
  const { name, part } = outcome.error as Error & { part?: "argument" | "result" };
  return name === "TaskError" || part === "result";
}

const nameOf = (outcome: Outcome): string =>
  "value" in outcome ? "a value" : ((outcome.error as Error | undefined)?.name ?? "");

const times = (count: number): string => ({ 1: "once", 2: "twice" })[count] ?? `${count} times`;
