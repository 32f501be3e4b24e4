/**
 * Tries somebody's function in every execution model, in every runtime, and finds which suits it: probe, crossing, fidelity, race, and
 * fresh samples for the answer.
 *
 * The race's own samples are not the answer's: whoever wins a race has also been lucky in it.
 */
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { dirname } from "node:path";
import process from "node:process";
import type { Runtime } from "../doctor/runtimes.ts";
import type { Catalogue } from "../items/catalogue.ts";
import { Refusal } from "../refusal.ts";
import { bySimplicity, type Candidate, candidatesOf, TITLES } from "./candidates.ts";
import { Child, endAll, Failed, startGuard } from "./child.ts";
import { CAREFUL, type Decision, type Goal, MOST_ROUNDS, RESPONSIVE_MS, type Tried, UNLIKE } from "./decision.ts";
import { proportionalBytes } from "./group-memory.ts";
import type { Answers, Crossing, Probe } from "./in-child/candidate.ts";
import { mayWait } from "./kind.ts";
import { isOver, losers, quantile, WARM_UPS, winner } from "./rule.ts";
import type { FoundRuntime } from "./runtimes.ts";
import { StagedWork, type Work } from "./stage-work.ts";

export interface Question {
  work: Work;
  /** One input in place of those that are exported; in a list, because it may be undefined. */
  input: readonly [unknown] | undefined;
  runtimes: readonly FoundRuntime[];
  goal: Goal;
  /** Calls a second, for `latency`. */
  rate: number;
  /** Calls a second that are to be carried; undefined: nobody asked. */
  jobsPerSecond: number | undefined;
  /** For the whole. */
  seconds: number;
  /** More than four calls may be in flight though the function waits for something. */
  allowEffects: boolean;
  /** Resident bytes, of each candidate with all it starts. */
  memoryLimit: number;
  seed: number;
}

export type Say = (what: string, live: number) => void;

/** Of the time that was given: for the probes and crossings, the answers, and the fresh samples; the race has the rest. */
const SHARES = { look: 0.15, fidelity: 0.15, fresh: 0.25 };
const FIDELITY_CALLS = 20;
const BOLD = 16;
/** Rounds of the race, whatever time they take. */
const LEAST_ROUNDS = WARM_UPS + 3;
/** Rounds of fresh samples: fewer have no interval. */
const LEAST_FRESH = 6;
/** At most so many inputs are kept. */
const MOST_INPUTS = 1000;
/** Calls in a batch, at most: so many promises, arguments and answers are held at once. */
const MOST_CALLS = 20_000;
/** So long is the loop looked at, at most. */
const LATENESS_MS = 10_000;
/** A child may take so many times as long as it should. */
const PATIENCE = 10;

export async function decide(question: Question, catalogue: Catalogue, version: string, say: Say): Promise<Decision> {
  const forms = new Map(question.runtimes.flatMap(({ name, form }) => (form === null ? [] : [[name, form] as const])));
  let race: Race | undefined;
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    race?.interrupt();
  };
  // From before the folder is there until it is gone.
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const endGuard = startGuard();
  let staged: StagedWork | undefined;
  try {
    staged = new StagedWork(catalogue, question.work, forms);
    race = new Race(question, staged, version, say);
    if (interrupted) race.interrupt();
    return await race.run();
  } finally {
    endAll();
    endGuard();
    staged?.remove();
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

class Race {
  readonly #question: Question;
  readonly #staged: StagedWork;
  readonly #say: Say;
  readonly #began = performance.now();
  readonly #children = new Map<string, Child>();
  readonly #mark = `triathlon:${Math.random().toString(36).slice(2)}:`;
  readonly #decision: Decision;
  /** Of the first inputs, as the first process had them, and the runtime it ran in. */
  #inputs: { prints: readonly string[]; runtime: Runtime } | undefined;
  /** What a candidate is expected to take for a call, in milliseconds. */
  readonly #pace = new Map<string, number>();
  #random: () => number;

  constructor(question: Question, staged: StagedWork, version: string, say: Say) {
    const { work, goal, rate, seconds, seed, runtimes, input } = question;
    this.#question = question;
    this.#staged = staged;
    this.#say = say;
    this.#random = randoms(seed);
    this.#decision = {
      schema: 1,
      at: new Date().toISOString(),
      version,
      machine: {
        cpu: cpus()[0]?.model.trim() || "unknown",
        cores: availableParallelism(),
        memoryBytes: totalmem(),
        loadAverage: loadavg()[0] ?? 0,
        platform: `${process.platform} ${process.arch}`,
      },
      function: {
        file: work.file,
        exported: work.exported ?? "",
        inputs: 0,
        spread: false,
        inputsFile: work.inputsFile ?? null,
        inputsAre: null,
        isMember: false,
        inputsAt: "name",
        input: input?.[0] ?? null,
      },
      goal,
      rate,
      jobsPerSecond: question.jobsPerSecond ?? null,
      seconds,
      took: 0,
      seed,
      runtimes: runtimes.map(({ name, version, problem }) => ({
        name,
        version,
        excluded: problem,
        probe: null,
        crossing: null,
      })),
      candidates: [],
      chosen: null,
      advised: null,
      baseline: null,
      undecided: null,
      interrupted: false,
    };
  }

  interrupt(): void {
    this.#decision.interrupted = true;
    endAll();
  }

  async run(): Promise<Decision> {
    const decision = this.#decision;
    await this.#look();
    if (!decision.interrupted) await this.#compareAnswers();
    if (!decision.interrupted && decision.undecided === null) await this.#race();
    if (decision.undecided === null) await this.#choose();
    decision.took = performance.now() - this.#began;
    return decision;
  }

  /** Milliseconds of the whole that are gone. */
  get #gone(): number {
    return performance.now() - this.#began;
  }

  get #total(): number {
    return this.#question.seconds * 1000;
  }

  /** Probe and crossing, in each runtime. @throws {Refusal} when it can be called in none */
  async #look(): Promise<void> {
    const { runtimes, input, work } = this.#question;
    const share = (SHARES.look * this.#total) / Math.max(1, runtimes.length);
    const decision = this.#decision;
    const failures: string[] = [];
    for (const [i, runtime] of runtimes.entries()) {
      const found = decision.runtimes[i]!;
      if (decision.interrupted) return;
      if (found.excluded !== null) continue;
      this.#say(`looking at it in ${TITLES[runtime.name]}`, 0);
      const [asItIs] = candidatesOf(runtime.name, 1, 1);
      try {
        const child = this.#start(asItIs!, runtime);
        const loaded = await this.#load(child, asItIs!);
        decision.function = {
          ...decision.function,
          ...(decision.function.inputs === 0 && {
            exported: loaded.name,
            inputs: loaded.inputs,
            spread: loaded.spread,
            inputsAre: input ? null : loaded.inputsAre,
            isMember: loaded.isMember,
            inputsAt: loaded.inputsAt,
          }),
        };
        // Half for the calls one after the other, half for those that are asked twice.
        found.probe = await child.ask({ do: "probe", milliseconds: share / 3 }, PATIENCE * share + 10_000);
        found.crossing = await child.ask({ do: "cross" }, PATIENCE * share + 10_000);
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        if (decision.interrupted) return;
        found.excluded = error.message;
        failures.push(`${TITLES[runtime.name]}: ${error.message}`);
        continue;
      }
      this.#enter(runtime, found.probe, found.crossing);
    }
    const tooOld = decision.runtimes.flatMap(({ name, excluded }) =>
      excluded === null ? [] : [`${TITLES[name]}: ${excluded}`],
    );
    if (decision.candidates.length === 0) {
      const isAboutExports =
        !input && failures.some((failure) => /wanted (one|a) function|wanted inputs/.test(failure));
      throw new Refusal(
        `Cannot try "${work.file}": wanted a function that can be called in one of the runtimes, found\n${[...new Set([...failures, ...tooOld])].map((each) => `  ${each}`).join("\n")}${isAboutExports ? "\nIts file exports the function, and inputs() that yields what to call it with." : ""}`,
      );
    }
    decision.candidates.sort(bySimplicity(runtimes.map(({ name }) => name)));
    decision.baseline = decision.candidates[0]!.name;
  }

  /** The candidates of a runtime; what cannot take part says why. */
  #enter(runtime: FoundRuntime, probe: Probe, crossing: Crossing): void {
    const isCareful = !this.#question.allowEffects && mayWait(probe);
    const { cores } = this.#decision.machine;
    const inFlight = isCareful ? CAREFUL : BOLD;
    const workers = isCareful ? Math.min(CAREFUL, cores) : cores;
    for (const candidate of candidatesOf(runtime.name, workers, inFlight)) {
      const needsClones = candidate.model === "threads" || candidate.model === "processes";
      const excluded =
        candidate.model === "async" && !probe.promises
          ? "it gives no promise: side by side its calls would run one after the other"
          : needsClones && crossing.uncloneable
            ? `cannot be sent to a worker: ${crossing.uncloneable}`
            : null;
      this.#pace.set(candidate.name, probe.wall / (candidate.model === "as it is" ? 1 : candidate.inFlight));
      this.#decision.candidates.push({
        ...candidate,
        excluded,
        unfit: null,
        droppedAfter: null,
        race: [],
        fresh: [],
        start: null,
        memoryPerWorker: null,
        lateness: null,
      });
    }
  }

  #start(candidate: Candidate, { program, args }: FoundRuntime): Child {
    const child = new Child(program, [...args, this.#staged.programOf(candidate), this.#mark], {
      mark: this.#mark,
      folder: dirname(this.#question.work.file),
      memoryLimit: this.#question.memoryLimit,
    });
    this.#children.set(candidate.name, child);
    return child;
  }

  /** @throws {Failed} also when its inputs are others than those of the first: then nobody's answers can be compared */
  async #load(child: Child, { workers, inFlight, runtime }: Candidate): Promise<Answers["load"]> {
    const { input } = this.#question;
    const { inputs, spread } = this.#decision.function;
    const order = {
      do: "load" as const,
      workers,
      concurrency: inFlight,
      spread: inputs === 0 ? null : spread,
      first: input ? [...input] : null,
      atMost: MOST_INPUTS,
    };
    const loaded = await child.ask(order, 30_000);
    this.#inputs ??= { prints: loaded.prints, runtime };
    // How many there are may hang on how long they take.
    const unlike = loaded.prints.findIndex((print, i) => print !== (this.#inputs!.prints[i] ?? print));
    if (unlike !== -1) {
      const why = `inputs() gives others each time, input ${unlike + 1} first: seed what is random in it`;
      if (runtime === this.#inputs.runtime) this.#decision.undecided = why;
      child.end(why);
      throw new Failed(why);
    }
    return loaded;
  }

  /** Answers through each pool must be those of the function as it is. */
  async #compareAnswers(): Promise<void> {
    const { candidates, runtimes, baseline } = this.#decision;
    const unsteady = runtimes.find(({ probe }) => probe?.differsFrom != null);
    if (unsteady) {
      this.#decision.undecided = `it keeps state between calls, or answers by chance: its answers differ from call ${unsteady.probe!.differsFrom} on`;
      return;
    }
    const share = (SHARES.fidelity * this.#total) / candidates.length;
    const references = new Map<Runtime, string[]>();
    for (const candidate of candidates) {
      if (this.#decision.interrupted || this.#decision.undecided !== null) return;
      if (candidate.excluded !== null) continue;
      this.#say(`comparing its answers: ${candidate.name}`, this.#live().length);
      await this.#orExclude(candidate, async () => {
        const runtime = this.#question.runtimes.find(({ name }) => name === candidate.runtime)!;
        const known = this.#children.get(candidate.name);
        const child = known ?? this.#start(candidate, runtime);
        if (!known) await this.#load(child, candidate);
        const pace = Math.max(this.#pace.get(candidate.name)! * candidate.inFlight, 0.01);
        const calls = Math.max(3, Math.min(FIDELITY_CALLS, Math.round(share / pace)));
        const { fingerprints, threw, start, unlike } = await child.ask(
          { do: "answers", calls },
          PATIENCE * (share + calls * pace) + 15_000,
        );
        if (unlike !== null) throw unlikeBefore(unlike);
        if (candidate.model === "as it is") references.set(candidate.runtime, fingerprints);
        else candidate.start = start;
        const reference = references.get(candidate.runtime) ?? [];
        const first = references.get(this.#decision.candidates[0]!.runtime) ?? reference;
        refuseOthers(fingerprints, threw, reference, "as it is");
        refuseOthers(fingerprints, threw, first, baseline ?? "as it is");
        candidate.memoryPerWorker = this.#memoryPerWorker(candidate);
      });
    }
  }

  #memoryPerWorker({ name, runtime, model, workers }: Candidate): number | null {
    if (model !== "threads" && model !== "processes") return null;
    const bytes = (of: string): number | null => {
      const pid = this.#children.get(of)?.pid;
      return pid === undefined ? null : proportionalBytes(pid);
    };
    const [own, alone] = [bytes(name), bytes(`as it is in ${TITLES[runtime]}`)];
    return own === null || alone === null ? null : Math.max(0, own - alone) / workers;
  }

  async #race(): Promise<void> {
    const until = this.#total * (1 - SHARES.fresh);
    const { candidates, baseline, goal } = this.#decision;
    if (goal === "responsive") await this.#askLateness(candidates);
    for (let round = 1; ; round++) {
      const live = this.#live().filter(({ name, unfit }) => unfit === null || name === baseline);
      if (this.#decision.interrupted || live.every(({ unfit }) => unfit !== null)) return;
      const order = shuffled(live, this.#random);
      for (const candidate of order) {
        if (this.#decision.interrupted || this.#decision.undecided !== null) return;
        if (this.#gone > 2 * this.#total && round > WARM_UPS + 1) return;
        this.#say(`round ${round}: ${candidate.name}`, live.length);
        await this.#orExclude(candidate, async () => void candidate.race.push(await this.#batch(candidate)));
      }
      const times = new Map(candidates.map(({ name, race }) => [name, race]));
      const names = this.#live().flatMap(({ name, unfit }) => (unfit === null ? [name] : []));
      const lost = losers(times, names);
      // The function as it is stays to the end: of the others it is told how much better they are.
      for (const name of lost) {
        if (name !== baseline) candidates.find((each) => each.name === name)!.droppedAfter = round;
      }
      const left = names.filter((name) => !lost.includes(name));
      if (round >= MOST_ROUNDS) return;
      if (round >= LEAST_ROUNDS && (isOver(times, left) || this.#gone > until)) return;
    }
  }

  /** Milliseconds a call, by the goal. */
  async #batch(candidate: Tried): Promise<number> {
    const child = this.#children.get(candidate.name)!;
    const { goal, rate } = this.#decision;
    if (goal === "latency") {
      const milliseconds = Math.max(300, Math.min(20_000 / rate, this.#total / 10));
      const { times } = await child.ask(
        { do: "arrivals", moments: arrivalsOf(rate, milliseconds, this.#random), milliseconds },
        PATIENCE * milliseconds + 15_000,
      );
      if (times.length === 0) throw new Failed("no call that arrived came to its end");
      return quantile(times, 0.95);
    }
    const pace = Math.max(this.#pace.get(candidate.name) ?? 1, 0.0005);
    const calls = Math.min(MOST_CALLS, Math.max(4 * candidate.inFlight, Math.round(this.#batchMs() / pace)));
    const { took, unlike } = await child.ask(
      { do: "batch", calls },
      PATIENCE * (calls * pace + this.#batchMs()) + 15_000,
    );
    if (unlike !== null) throw unlikeBefore(unlike);
    this.#pace.set(candidate.name, took / calls);
    return took / calls;
  }

  /** So that each candidate has at least ten rounds in the race. */
  #batchMs(): number {
    const race = this.#total * (1 - SHARES.look - SHARES.fidelity - SHARES.fresh);
    return Math.min(150, Math.max(30, race / (10 * this.#live().length)));
  }

  /** Fresh samples of the winner beside the baseline; who has not been shown to win by them leaves it as it is. */
  async #choose(): Promise<void> {
    const { candidates, baseline } = this.#decision;
    const asItIs = candidates.find(({ name }) => name === baseline);
    const fit = this.#live().filter(({ unfit }) => unfit === null);
    // A round that was ended in the middle has the times of some alone.
    const whole = Math.min(...this.#live().map(({ race }) => race.length));
    const times = new Map(candidates.map(({ name, race }) => [name, race.slice(0, whole)]));
    const best = winner(
      times,
      fit.map(({ name }) => name),
    );
    const chosen = candidates.find(({ name }) => name === best);
    if (!asItIs || !chosen) {
      this.#decision.undecided ??= this.#decision.interrupted
        ? "it was ended before there were enough rounds"
        : this.#live().length > 0 && fit.length === 0
          ? `nothing that was tried keeps the loop from being late by ${RESPONSIVE_MS} ms`
          : "no candidate came through enough rounds";
      return;
    }
    this.#decision.chosen = chosen.name;
    if (this.#decision.interrupted) return;
    asItIs.fresh = [];
    if (chosen !== asItIs) await this.#takeFresh([asItIs, chosen]);
    if (this.#decision.goal !== "responsive") await this.#askLateness([...new Set([asItIs, chosen])]);
    if (asItIs.excluded === null && chosen.excluded === null) return;
    this.#decision.chosen = null;
    // It came through the race and no further: the next best may.
    if (this.#decision.undecided === null) await this.#choose();
  }

  async #takeFresh(pair: readonly Tried[]): Promise<void> {
    for (let round = 0; round < 40; round++) {
      const isEnough = round >= LEAST_FRESH && this.#gone > this.#total;
      if (this.#decision.interrupted || isEnough || this.#gone > 4 * this.#total + 10_000) return;
      this.#say(`fresh samples: ${pair.map(({ name }) => name).join(" and ")}`, pair.length);
      for (const candidate of shuffled(pair, this.#random)) {
        await this.#orExclude(candidate, async () => void candidate.fresh.push(await this.#batch(candidate)));
        if (candidate.excluded !== null) return;
      }
    }
  }

  async #askLateness(candidates: readonly Tried[]): Promise<void> {
    for (const candidate of candidates) {
      if (candidate.excluded !== null || this.#decision.interrupted) continue;
      this.#say(`how late the loop is: ${candidate.name}`, candidates.length);
      await this.#orExclude(candidate, async () => {
        const pace = this.#pace.get(candidate.name) ?? 1;
        const milliseconds = Math.min(Math.max(300, 0.05 * this.#total), LATENESS_MS);
        const many = Math.max(4 * candidate.inFlight, Math.round(100 / Math.max(pace, 0.005)));
        // As it is, a call is made where it is needed: the loop is late by one.
        const calls = candidate.model === "as it is" ? 1 : Math.min(many, MOST_CALLS);
        const order = { do: "lateness" as const, milliseconds, calls };
        const { late } = await this.#children
          .get(candidate.name)!
          .ask(order, PATIENCE * (milliseconds + calls * pace) + 15_000);
        candidate.lateness = quantile(late, 0.99);
        if (this.#decision.goal === "responsive" && candidate.lateness >= RESPONSIVE_MS) {
          candidate.unfit = `its loop is late by ${candidate.lateness.toFixed(1)} ms`;
        }
      });
    }
  }

  #live(): Tried[] {
    return this.#decision.candidates.filter(({ excluded, droppedAfter }) => excluded === null && droppedAfter === null);
  }

  async #orExclude(candidate: Tried, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (this.#decision.interrupted) return;
      candidate.excluded = error.message;
      // Nobody can be compared with it any more.
      if (candidate.name === this.#decision.baseline) {
        this.#decision.undecided ??= `${candidate.name}, it ${error.message.split("\n")[0]}`;
      }
    }
  }
}

const unlikeBefore = (input: number): Failed => new Failed(`${UNLIKE}: input ${input + 1}`);

function refuseOthers(
  answers: readonly string[],
  threw: readonly (string | null)[],
  reference: readonly string[],
  where: string,
): void {
  const unlike = answers.findIndex((answer, i) => reference[i] !== undefined && answer !== reference[i]);
  if (unlike === -1) return;
  const thrown = threw[unlike] == null ? "" : `: it throws ${threw[unlike]}`;
  throw new Failed(`its answer to input ${unlike + 1} is not that of ${where}${thrown}`);
}

function shuffled<One>(list: readonly One[], random: () => number): One[] {
  return list
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** Moments of a Poisson process from 0 on: so many a second, for so long; never more than a child keeps promises of. */
function arrivalsOf(perSecond: number, milliseconds: number, random: () => number): number[] {
  const moments: number[] = [];
  for (
    let due = 0;
    due < milliseconds && moments.length < MOST_CALLS;
    due -= (Math.log(1 - random()) * 1000) / perSecond
  ) {
    moments.push(due);
  }
  return moments;
}

/** Numbers from 0 to 1 (mulberry32). */
function randoms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
