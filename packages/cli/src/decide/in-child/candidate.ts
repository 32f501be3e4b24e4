/**
 * One candidate at work, in a process of its own and in the runtime that is tried. The command tells it over stdin what to do, one line
 * of JSON each, and it answers likewise on stdout, behind a mark: whatever the function prints is no answer.
 *
 * This folder is copied beside the function, so it imports nothing but what every runtime has.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { argumentsOf, type Inputs, mayBeSeveral, takeInputs } from "./inputs.ts";
import { Lateness } from "./lateness.ts";
import type { Answers, Crossing, Order, Places, Watched } from "./orders.ts";
import { begun, type Outcome, settled, settledInPool, Thrown } from "./outcomes.ts";
import { now, parse, setTimeout, stringify, structuredClone } from "./own-globals.ts";
import { copies, fingerprint, inShort, inWords, sizes, unlikeClone, uncloneable } from "./values.ts";

/** What a pool is here. */
interface Executor {
  submit(task: "task", args: readonly unknown[]): Promise<unknown>;
}

/** How a candidate is made: the pool that would be copied, or nothing: then the function is called in a loop, as it is. */
export type MakeExecutor = ((options: { workers: number; concurrency: number }) => Executor) | undefined;

/** Set by the function's own file; see `stage-work.ts`. */
export type Work = () => Promise<{ task: Function; name: string; inputs: unknown } & Places>;

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
    const order = parse(line) as Order;
    let answer: object;
    try {
      answer = { value: await candidate.obey(order) };
    } catch (error) {
      answer = { failed: inShort(inWords(error)) };
    }
    tell(`\n${mark}${stringify(answer)}\n`);
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

  async load(order: Order & { do: "load" }): Promise<Answers["load"]> {
    const { spread, first, atMost, workers, concurrency, changesArguments } = order;
    const { task, name, inputs, isMember, inputsAt } = await this.#work();
    this.#task = task;
    const several = spread ?? task.length > 1;
    this.#inputs = { values: first ?? (await takeInputs(inputs, atMost, INPUTS_MS)), spread: several };
    this.#options = { workers, concurrency };
    this.#changesArguments = changesArguments;
    for (let index = 0; index < Math.min(2, this.#inputs.values.length); index++) argumentsOf(this.#inputs, index);
    const inputsAre = typeof inputs === "function" ? "function" : "iterable";
    const { values } = this.#inputs;
    const prints = first ? [] : values.slice(0, COMPARED).map(fingerprint);
    const given = { inputs: values.length, spread: several, mayBeSeveral: mayBeSeveral(sourceOf(task), this.#inputs) };
    return { isMember, inputsAt, name, ...given, inputsAre, prints };
  }

  async probe(milliseconds: number): Promise<Watched> {
    const { values } = this.#inputs;
    const threw = new Thrown();
    const first = await this.#askFirst(threw);
    const { asked, differsFrom } = await this.#askTwice(milliseconds, threw);

    const started = now();
    const size = process.memoryUsage.rss();
    const cpu = process.cpuUsage();
    let [begunTotal, promises] = [0, false];
    const walls: number[] = [];
    const lateness = new Lateness();
    const gone = (): number => now() - started;
    // Thirty calls; more of those that are too short for a clock of CPU time.
    while (walls.length === 0 || (gone() < milliseconds && (walls.length < 30 || gone() < MIN_PROBE_MS))) {
      const args = this.#own((asked.once.length + walls.length) % values.length);
      const began = now();
      const given = begun(() => this.#call(args));
      begunTotal += now() - began;
      promises ||= "value" in given && isThenable(given.value);
      threw.hear("value" in given ? await settled(() => given.value) : given);
      walls.push(now() - began);
    }
    const used = process.cpuUsage(cpu);
    const late = lateness.end();
    if (threw.calls === threw.of) throw new Error(`each call throws: ${threw.first}`);
    return {
      first,
      asked,
      walls,
      cpuTotal: (used.user + used.system) / 1000,
      begunTotal,
      late,
      promises,
      grown: process.memoryUsage.rss() - size,
      differsFrom,
      changesArguments: this.#changesArguments,
      threw: threw.calls === 0 ? null : { calls: threw.calls, of: threw.of, first: threw.first },
    };
  }

  /** The very first call. @returns how long it took */
  async #askFirst(threw: Thrown): Promise<number> {
    const before = fingerprint(argumentsOf(this.#inputs, 0));
    const own = copies(argumentsOf(this.#inputs, 0));
    const began = now();
    const outcome = await settled(() => this.#call(own));
    const took = now() - began;
    threw.hear(outcome);
    if ("value" in outcome && isGenerator(outcome.value)) {
      throw new Error("its answer is a generator, whose work is done by who goes through it: wanted the answer itself");
    }
    this.#changesArguments = fingerprint(own) !== before;
    return took;
  }

  /** Each of the first inputs twice, in the same order: a function of its arguments alone answers the same. */
  async #askTwice(milliseconds: number, threw: Thrown): Promise<Pick<Watched, "asked" | "differsFrom">> {
    const began = now();
    let count = Math.min(COMPARED, this.#inputs.values.length);
    const ask = async (isOver: () => boolean): Promise<{ answers: string[]; took: number[] }> => {
      const answers: string[] = [];
      const took: number[] = [];
      for (let i = 0; i < count && (i === 0 || !isOver()); i++) {
        const args = this.#own(i);
        const start = now();
        const outcome = await settled(() => this.#call(args));
        took.push(now() - start);
        threw.hear(outcome);
        answers.push(fingerprint(outcome));
      }
      return { answers, took };
    };
    const once = await ask(() => now() - began > milliseconds);
    count = once.took.length;
    const again = await ask(() => false);
    this.#fingerprints = again.answers;
    const unlike = again.answers.findIndex((answer, i) => answer !== once.answers[i]);
    const asked = { once: once.took, again: again.took };
    return { asked, differsFrom: unlike === -1 ? null : count + unlike + 1 };
  }

  async cross(): Promise<Crossing> {
    const args = argumentsOf(this.#inputs, 0);
    const outcome = await settled(() => this.#call(this.#own(0)));
    const answer = "value" in outcome ? outcome.value : undefined;
    const problem = uncloneable(args, "arguments") ?? uncloneable(answer, "answer");
    const losesClass = unlikeClone(args, "arguments") ?? unlikeClone(answer, "answer");
    if (problem) return { uncloneable: problem, bytes: 0, cloning: 0, buffers: 0, losesClass };
    const began = now();
    let times = 0;
    for (; times < 1000 && now() - began < 50; times++) structuredClone([args, answer]);
    const cloning = (now() - began) / times;
    const { bytes, buffers } = sizes([args, answer]);
    return { uncloneable: null, bytes, cloning, buffers, losesClass };
  }

  async answers(calls: number): Promise<Answers["answers"]> {
    const began = now();
    this.#executor = this.#make?.(this.#options);
    const first = await this.#submit(this.#own(0));
    const untilFirst = now() - began;
    const again = now();
    await this.#submit(this.#own(0));
    const warm = now() - again;
    const start = Math.max(0, untilFirst - warm);
    const known = this.#fingerprints;
    this.#fingerprints = [];
    const threw: (string | null)[] = [];
    for (let i = 0; i < Math.min(calls, this.#inputs.values.length); i++) {
      const outcome = i === 0 ? first : await this.#submit(this.#own(i));
      this.#fingerprints.push(fingerprint(outcome));
      threw.push("threw" in outcome ? inShort(outcome.threw) : null);
    }
    const unlike = known.findIndex((print, i) => print !== (this.#fingerprints[i] ?? print));
    return { fingerprints: this.#fingerprints, threw, start, warm, unlike: unlike === -1 ? null : unlike };
  }

  /** @param lookedAt so many answers, when all have come */
  async batch(calls: number, lookedAt = LOOKED_AT): Promise<Answers["batch"]> {
    const { values } = this.#inputs;
    const indices = Array.from({ length: calls }, (_, i) => (this.#next + i) % values.length);
    this.#next = (this.#next + calls) % values.length;
    const args = indices.map((index) => this.#own(index));
    const outcomes: Outcome[] = [];
    const keep = (i: number, outcome: Outcome): void => {
      if (i < lookedAt) outcomes[i] = outcome;
    };
    const began = now();
    if (this.#executor) {
      await Promise.all(args.map(async (each, i) => keep(i, await this.#submit(each))));
    } else for (let i = 0; i < calls; i++) keep(i, await settled(() => this.#call(args[i]!)));
    const took = now() - began;
    const unlike = indices.slice(0, lookedAt).find((index, i) => {
      const known = this.#fingerprints[index];
      return known !== undefined && known !== fingerprint(outcomes[i]);
    });
    return { took, unlike: unlike ?? null };
  }

  async lateness(milliseconds: number, calls: number): Promise<Answers["lateness"]> {
    const began = now();
    const lateness = new Lateness();
    do {
      await this.batch(calls, 0); // looking at answers would be what makes it late
      await new Promise((resolve) => setTimeout(resolve, 1)); // as between two requests
    } while (now() - began < milliseconds);
    return { late: lateness.end() };
  }

  /** Each call's time counts from when it was due. */
  async arrivals({ moments, milliseconds }: Order & { do: "arrivals" }): Promise<Answers["arrivals"]> {
    const { values } = this.#inputs;
    const times: number[] = [];
    const pending: Promise<unknown>[] = [];
    const began = now();
    let busy: Promise<unknown> = Promise.resolve();
    for (const [i, moment] of moments.entries()) {
      const due = began + moment;
      while (now() < due) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - now() - 1)));
      }
      const args = this.#own(i % values.length);
      const run = (): Promise<Outcome> => this.#submit(args);
      // As it is, one call begins when the one before has ended.
      busy = this.#executor ? run() : busy.then(run);
      pending.push(busy.then(() => times.push(now() - due)));
      if (now() - began > 3 * milliseconds) break; // it cannot keep up
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

  /** Arguments that the call may change: threads and processes are given clones anyhow. */
  #own(index: number): readonly unknown[] {
    const args = argumentsOf(this.#inputs, index);
    return this.#changesArguments ? copies(args) : args;
  }
}

const isThenable = (value: unknown): boolean => typeof (Object(value) as { then?: unknown }).then === "function";

const sourceOf = (task: Function): string => Function.prototype.toString.call(task);

function isGenerator(value: unknown): boolean {
  const object = Object(value) as AsyncIterator<unknown>;
  return typeof object.next === "function" && (Symbol.iterator in object || Symbol.asyncIterator in object);
}
