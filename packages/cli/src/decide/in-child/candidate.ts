/**
 * One candidate at work, in a process of its own and in the runtime that is tried. The command tells it over stdin what to do, one line
 * of JSON each, and it answers likewise on stdout, behind a mark: whatever the function prints is no answer.
 *
 * This file is copied beside the function, so it imports nothing but what every runtime has.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { serialize } from "node:v8";
import { argumentsOf, type Inputs, takeInputs } from "./inputs.ts";
import { median } from "./median.ts";
import { fingerprint, inWords, unlikeClone, uncloneable } from "./values.ts";

/** What a pool is here. */
interface Executor {
  submit(task: "task", args: readonly unknown[]): Promise<unknown>;
}

/** How a candidate is made: the pool that would be copied, or nothing: then the function is called in a loop, as it is. */
export type MakeExecutor = ((options: { workers: number; concurrency: number }) => Executor) | undefined;

/** What the command asks. */
export type Order =
  | {
      do: "load";
      workers: number;
      concurrency: number;
      spread: boolean | null;
      first: unknown[] | null;
      atMost: number;
    }
  /** Calls for so long, one after the other, and watches them. */
  | { do: "probe"; milliseconds: number }
  | { do: "cross" }
  /** The answers to the first inputs. */
  | { do: "answers"; calls: number }
  /** So many calls, as many at once as the candidate takes. */
  | { do: "batch"; calls: number }
  /** Calls for so long, and looks how late the loop of this process is. */
  | { do: "lateness"; milliseconds: number; calls: number }
  /** Calls that arrive at these moments, from now; they are no more when three times their time is gone. */
  | { do: "arrivals"; moments: number[]; milliseconds: number };

/** What it answers. All times are in milliseconds. */
export interface Answers {
  /** `prints`: of the first inputs. */
  load: Places & {
    name: string;
    inputs: number;
    spread: boolean;
    inputsAre: "iterable" | "function";
    prints: string[];
  };
  probe: Probe;
  cross: Crossing;
  /**
   * `start`: from the making of the pool until its first answer, less what the same call takes again. `unlike`: the first input whose
   * answer is not that of the probe.
   */
  answers: { fingerprints: string[]; threw: (string | null)[]; start: number; unlike: number | null };
  batch: { took: number; unlike: number | null };
  lateness: { late: number[] };
  arrivals: { times: number[] };
}

/** What one call after the other looks like from outside. */
export interface Probe {
  /** The first call, with whatever is compiled, opened or filled in it. */
  first: number;
  /** One call of those after it: the median. */
  wall: number;
  /** CPU time of all calls, its own threads included, and their wall time. */
  cpuTotal: number;
  wallTotal: number;
  /** A call gave a promise. */
  promises: boolean;
  /** In how much of the wall time nothing else could run here. */
  blockedTotal: number;
  calls: number;
  /** Bytes by which this process grew from after its first call. */
  grown: number;
  /** Answers to the same inputs, asked twice in the same order, are the same: the first call of which they are not, from 1. */
  differsFrom: number | null;
  /** The second answer to the same input took less than a tenth of the first, in the median. */
  remembers: boolean;
  /** Calls leave their arguments otherwise than they found them. */
  changesArguments: boolean;
  /** How many of all its calls threw, and what the first of them threw. */
  threw: { calls: number; of: number; first: string } | null;
}

export interface Crossing {
  /** Why the arguments or the answer cannot be sent to a worker, and the place in them: `answer.rows[3].parse`. */
  uncloneable: string | null;
  /** Of one call's arguments and answer together. */
  bytes: number;
  /** To clone them once. */
  cloning: number;
  /** Bytes of buffers among them, which could be moved instead. */
  buffers: number;
  /** Where an object of a class arrives as a plain one. */
  losesClass: string | null;
}

/** Set by the function's own file; see `stage-work.ts`. */
export type Work = () => Promise<{ task: Function; name: string; inputs: unknown } & Places>;

/** Where in their modules the function and the inputs are. */
export interface Places {
  /** A member of the default export, as all are of CommonJS. */
  isMember: boolean;
  inputsAt: "name" | "member" | "default";
}

/** Inputs whose answers are compared. */
const COMPARED = 20;
/** Of a batch, so many answers are looked at, and kept until then: looking takes time, and keeping takes memory. */
const LOOKED_AT = 8;
/** How long short calls are watched, at least. */
const MIN_PROBE_MS = 50;
/** How long inputs may take to be made. */
const INPUTS_MS = 2000;

/** Taken before the function's module is there, which may put others in their place. */
const tell = process.stdout.write.bind(process.stdout);

/** Obeys the command until stdin has ended, or it is ended. */
export async function tryOut(work: Work, make: MakeExecutor, mark: string): Promise<void> {
  const candidate = new Candidate(work, make);
  process.stdin.on("end", () => process.exit()); // the command is gone
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as Order;
    let answer: object;
    try {
      answer = { value: await candidate.obey(order) };
    } catch (error) {
      answer = { failed: inWords(error) };
    }
    tell(`\n${mark}${JSON.stringify(answer)}\n`);
  }
}

class Candidate {
  readonly #work: Work;
  readonly #make: MakeExecutor;
  #task: Function = () => {};
  #executor: Executor | undefined;
  #inputs: Inputs = { values: [], spread: false };
  #options = { workers: 1, concurrency: 1 };
  /** Of the answers to each input, as this candidate found them first. */
  #fingerprints: string[] = [];
  #changesArguments = false;
  #next = 0;

  constructor(work: Work, make: MakeExecutor) {
    this.#work = work;
    this.#make = make;
  }

  obey(order: Order): unknown {
    if (order.do === "load") return this.load(order);
    if (order.do === "probe") return this.probe(order.milliseconds);
    if (order.do === "cross") return this.cross();
    if (order.do === "answers") return this.answers(order.calls);
    if (order.do === "batch") return this.batch(order.calls);
    if (order.do === "lateness") return this.lateness(order.milliseconds, order.calls);
    return this.arrivals(order);
  }

  async load({ spread, first, atMost, workers, concurrency }: Order & { do: "load" }): Promise<Answers["load"]> {
    const { task, name, inputs, isMember, inputsAt } = await this.#work();
    this.#task = task;
    const several = spread ?? task.length > 1;
    this.#inputs = { values: first ?? (await takeInputs(inputs, atMost, INPUTS_MS)), spread: several };
    this.#options = { workers, concurrency };
    for (let index = 0; index < Math.min(2, this.#inputs.values.length); index++) argumentsOf(this.#inputs, index);
    const inputsAre = typeof inputs === "function" ? "function" : "iterable";
    const { values } = this.#inputs;
    const prints = first ? [] : values.slice(0, COMPARED).map(fingerprint);
    return { isMember, inputsAt, name, inputs: values.length, spread: several, inputsAre, prints };
  }

  async probe(milliseconds: number): Promise<Probe> {
    const { values } = this.#inputs;
    const before = fingerprint(argumentsOf(this.#inputs, 0));
    const own = copy(argumentsOf(this.#inputs, 0));
    let began = performance.now();
    const firstOutcome = await settled(() => this.#call(own));
    const first = performance.now() - began;
    const threw = new Thrown();
    threw.hear(firstOutcome);
    if ("value" in firstOutcome && isGenerator(firstOutcome.value)) {
      throw new Error("its answer is a generator, whose work is done by who goes through it: wanted the answer itself");
    }
    this.#changesArguments = fingerprint(own) !== before;
    const again = await this.#askTwice(milliseconds, threw);

    const started = performance.now();
    const size = process.memoryUsage.rss();
    const cpu = process.cpuUsage();
    let [wallTotal, blockedTotal, promises] = [0, 0, false];
    const walls: number[] = [];
    const lateness = new Lateness();
    const gone = (): number => performance.now() - started;
    // Thirty calls; more of those that are too short for a clock of CPU time.
    while (walls.length === 0 || (gone() < milliseconds && (walls.length < 30 || gone() < MIN_PROBE_MS))) {
      const args = this.#own((again.asked + walls.length) % values.length);
      began = performance.now();
      const given = start(() => this.#call(args));
      blockedTotal += performance.now() - began;
      promises ||= "value" in given && isThenable(given.value);
      threw.hear("value" in given ? await settled(() => given.value) : given);
      const wall = performance.now() - began;
      wallTotal += wall;
      walls.push(wall);
    }
    const used = process.cpuUsage(cpu);
    if (threw.calls === threw.of) throw new Error(`each call throws: ${threw.first}`);
    blockedTotal += lateness.end().reduce((sum, late) => sum + Math.max(0, late - 2), 0);
    const { differsFrom, remembers } = again;
    return {
      first,
      wall: median(walls),
      cpuTotal: (used.user + used.system) / 1000,
      wallTotal,
      promises,
      blockedTotal: Math.min(blockedTotal, wallTotal),
      calls: walls.length,
      grown: process.memoryUsage.rss() - size,
      changesArguments: this.#changesArguments,
      threw: threw.calls === 0 ? null : { calls: threw.calls, of: threw.of, first: threw.first },
      differsFrom,
      remembers,
    };
  }

  /** Each of the first inputs twice, in the same order: a function of its arguments alone answers the same. */
  async #askTwice(
    milliseconds: number,
    threw: Thrown,
  ): Promise<Pick<Probe, "differsFrom" | "remembers"> & { asked: number }> {
    const began = performance.now();
    const rounds: { answers: string[]; took: number[] }[] = [];
    let count = Math.min(COMPARED, this.#inputs.values.length);
    for (let round = 0; round < 2; round++) {
      const answers: string[] = [];
      const took: number[] = [];
      for (let i = 0; i < count; i++) {
        const args = this.#own(i);
        const start = performance.now();
        const outcome = await settled(() => this.#call(args));
        took.push(performance.now() - start);
        threw.hear(outcome);
        answers.push(fingerprint(outcome));
        if (round === 0 && performance.now() - began > milliseconds) count = i + 1;
      }
      rounds.push({ answers, took });
    }
    const [one, two] = rounds as [(typeof rounds)[0], (typeof rounds)[0]];
    this.#fingerprints = two.answers;
    const unlike = two.answers.findIndex((answer, i) => answer !== one.answers[i]);
    // The quickest quarter, as the first ones also waited for the compiler.
    const quick = one.took.toSorted((a, b) => a - b)[Math.floor(count / 4)]!;
    const remembers = count >= 5 && quick > 0.1 && median(two.took) < quick / 10;
    return { differsFrom: unlike === -1 ? null : count + unlike + 1, remembers, asked: count };
  }

  async cross(): Promise<Crossing> {
    const args = argumentsOf(this.#inputs, 0);
    const outcome = await settled(() => this.#call(this.#own(0)));
    const answer = "value" in outcome ? outcome.value : undefined;
    const problem = uncloneable(args, "arguments") ?? uncloneable(answer, "answer");
    const losesClass = unlikeClone(args, "arguments") ?? unlikeClone(answer, "answer");
    if (problem) return { uncloneable: problem, bytes: 0, cloning: 0, buffers: 0, losesClass };
    const began = performance.now();
    let times = 0;
    for (; times < 1000 && performance.now() - began < 50; times++) structuredClone([args, answer]);
    const cloning = (performance.now() - began) / times;
    const { bytes, buffers } = sizes([args, answer]);
    return { uncloneable: null, bytes, cloning, buffers, losesClass };
  }

  async answers(calls: number): Promise<Answers["answers"]> {
    const began = performance.now();
    this.#executor = this.#make?.(this.#options);
    const first = await this.#submit(this.#own(0));
    const untilFirst = performance.now() - began;
    const again = performance.now();
    await this.#submit(this.#own(0));
    const start = Math.max(0, untilFirst - (performance.now() - again));
    const known = this.#fingerprints;
    this.#fingerprints = [];
    const threw: (string | null)[] = [];
    for (let i = 0; i < Math.min(calls, this.#inputs.values.length); i++) {
      const outcome = i === 0 ? first : await this.#submit(this.#own(i));
      this.#fingerprints.push(fingerprint(outcome));
      threw.push("threw" in outcome ? outcome.threw : null);
    }
    const unlike = known.findIndex((print, i) => print !== (this.#fingerprints[i] ?? print));
    return { fingerprints: this.#fingerprints, threw, start, unlike: unlike === -1 ? null : unlike };
  }

  async batch(calls: number): Promise<Answers["batch"]> {
    const { values } = this.#inputs;
    const indices = Array.from({ length: calls }, (_, i) => (this.#next + i) % values.length);
    this.#next = (this.#next + calls) % values.length;
    const args = indices.map((index) => this.#own(index));
    const outcomes: Outcome[] = [];
    const keep = (i: number, outcome: Outcome): void => {
      if (i < LOOKED_AT) outcomes[i] = outcome;
    };
    const began = performance.now();
    if (this.#executor) {
      await Promise.all(args.map(async (each, i) => keep(i, await this.#submit(each))));
    } else for (let i = 0; i < calls; i++) keep(i, await settled(() => this.#call(args[i]!)));
    const took = performance.now() - began;
    const unlike = indices.slice(0, LOOKED_AT).find((index, i) => {
      const known = this.#fingerprints[index];
      return known !== undefined && known !== fingerprint(outcomes[i]);
    });
    return { took, unlike: unlike ?? null };
  }

  async lateness(milliseconds: number, calls: number): Promise<Answers["lateness"]> {
    const began = performance.now();
    const lateness = new Lateness();
    do {
      await this.batch(calls);
      await new Promise((resolve) => setTimeout(resolve, 1)); // as between two requests
    } while (performance.now() - began < milliseconds);
    return { late: lateness.end() };
  }

  /** Each call's time counts from when it was due. */
  async arrivals({ moments, milliseconds }: Order & { do: "arrivals" }): Promise<Answers["arrivals"]> {
    const { values } = this.#inputs;
    const times: number[] = [];
    const pending: Promise<unknown>[] = [];
    const began = performance.now();
    let busy: Promise<unknown> = Promise.resolve();
    for (const [i, moment] of moments.entries()) {
      const due = began + moment;
      while (performance.now() < due) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now() - 1)));
      }
      const args = this.#own(i % values.length);
      const run = (): Promise<Outcome> => this.#submit(args);
      // As it is, one call begins when the one before has ended.
      busy = this.#executor ? run() : busy.then(run);
      pending.push(busy.then(() => times.push(performance.now() - due)));
      if (performance.now() - began > 3 * milliseconds) break; // it cannot keep up
    }
    await Promise.all(pending);
    return { times };
  }

  #call(args: readonly unknown[]): unknown {
    return Reflect.apply(this.#task, undefined, args);
  }

  /** Through the pool, where there is one. */
  #submit(args: readonly unknown[]): Promise<Outcome> {
    const executor = this.#executor;
    return executor ? settledInPool(() => executor.submit("task", args)) : settled(() => this.#call(args));
  }

  /** Arguments that the call may change: in a worker, they are clones anyhow. */
  #own(index: number): readonly unknown[] {
    const args = argumentsOf(this.#inputs, index);
    return this.#changesArguments && !this.#executor ? copy(args) : args;
  }
}

type Outcome = { value: unknown } | { threw: string };

/** @returns how it ended; what it threw in words */
async function settled(call: () => unknown): Promise<Outcome> {
  try {
    return { value: await call() };
  } catch (error) {
    return { threw: inWords(error) };
  }
}

/** The same through a pool: what the function threw has crossed from a worker. @throws what is the pool's: its worker died, or cannot clone */
async function settledInPool(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await call() };
  } catch (error) {
    const { name, cause } = Object(error) as { name?: unknown; cause?: unknown };
    if (name !== "TaskError") throw error;
    return { threw: inWords(cause) };
  }
}

/** Begins a call. */
function start(call: () => unknown): Outcome {
  try {
    return { value: call() };
  } catch (error) {
    return { threw: inWords(error) };
  }
}

/** Calls, and those of them that threw. */
class Thrown {
  calls = 0;
  of = 0;
  first = "";

  hear(outcome: Outcome): void {
    this.of++;
    if (!("threw" in outcome)) return;
    if (this.calls === 0) this.first = outcome.threw;
    this.calls++;
  }
}

const isThenable = (value: unknown): boolean => typeof (Object(value) as { then?: unknown }).then === "function";

function isGenerator(value: unknown): boolean {
  const object = Object(value) as AsyncIterator<unknown>;
  return typeof object.next === "function" && (Symbol.iterator in object || Symbol.asyncIterator in object);
}

function copy<Value>(value: Value): Value {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}

/** How late a timer of 2 ms is heard, again and again: what else the loop had to do meanwhile. */
class Lateness {
  readonly #late: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#wait();
  }

  #wait(): void {
    const due = performance.now() + 2;
    this.#timer = setTimeout(() => {
      this.#late.push(Math.max(0, performance.now() - due));
      this.#wait();
    }, 2);
  }

  end(): number[] {
    clearTimeout(this.#timer);
    return this.#late;
  }
}

function sizes(value: unknown): { bytes: number; buffers: number } {
  const seen = new Set<unknown>();
  let buffers = 0;
  const look = (each: unknown): void => {
    if (typeof each !== "object" || each === null || seen.has(each)) return;
    seen.add(each);
    if (each instanceof ArrayBuffer) buffers += each.byteLength;
    else if (ArrayBuffer.isView(each)) look(each.buffer);
    else for (const inner of each instanceof Map ? each.entries() : Object.values(each)) look(inner);
  };
  look(value);
  return { bytes: serialize(value).length, buffers };
}
