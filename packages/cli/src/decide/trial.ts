/** What the stages of a decision share: the processes of the candidates, the time that is left, and the decision as it grows. */
import { dirname } from "node:path";
import { createRandom, type Random } from "@triathlon/core/statistics/random";
import type { Runtime } from "../doctor/runtimes.ts";
import { type Candidate, TITLES } from "./candidates.ts";
import { Child, Failed } from "./child.ts";
import type { Decision, Tried } from "./decision.ts";
import { proportionalBytes } from "./group-memory.ts";
import type { Answers } from "./in-child/orders.ts";
import type { Question } from "./question.ts";
import type { FoundRuntime } from "./runtimes.ts";
import type { StagedWork } from "./stage-work.ts";

/** Tells what is being done, and how many candidates are left; 0 where nobody knows yet. */
export type Say = (what: string, live: number) => void;

/** Of the time that was given: for the probes and crossings, the answers, and the fresh samples; the race has the rest. */
export const SHARES = { look: 0.15, fidelity: 0.15, fresh: 0.25 };
/** A child may take so many times as long as it should. */
export const PATIENCE = 10;
/** At most so many inputs are kept. */
const MOST_INPUTS = 1000;

export class Trial {
  readonly question: Question;
  readonly decision: Decision;
  readonly say: Say;
  readonly random: Random;
  /** Milliseconds that each candidate is expected to take for a call, by its name. */
  readonly pace = new Map<string, number>();
  /** Calls that each candidate must have in flight to be as fast as it can be, as the probe lets expect, by its name. */
  readonly width = new Map<string, number>();
  readonly #staged: StagedWork;
  readonly #began = performance.now();
  readonly #children = new Map<string, Child>();
  readonly #mark = `triathlon:${Math.random().toString(36).slice(2)}:`;
  /** Of the first inputs, as the first process had them, and the runtime it ran in. */
  #inputs: { prints: readonly string[]; runtime: Runtime } | undefined;

  constructor(question: Question, decision: Decision, staged: StagedWork, say: Say) {
    this.question = question;
    this.decision = decision;
    this.say = say;
    this.random = createRandom(question.seed, 0);
    this.#staged = staged;
  }

  /** Milliseconds of the whole that are gone. */
  get gone(): number {
    return performance.now() - this.#began;
  }

  /** Milliseconds for the whole. */
  get total(): number {
    return this.question.seconds * 1000;
  }

  /** Those that are neither out nor too slow. */
  get live(): Tried[] {
    return this.decision.candidates.filter(({ excluded, droppedAfter }) => excluded === null && droppedAfter === null);
  }

  /** The process of a candidate, once it was started. */
  childOf({ name }: Pick<Candidate, "name">): Child | undefined {
    return this.#children.get(name);
  }

  start(candidate: Candidate, { program, args }: FoundRuntime): Child {
    const child = new Child(program, [...args, this.#staged.programOf(candidate), this.#mark], {
      mark: this.#mark,
      folder: dirname(this.question.work.file),
      memoryLimit: this.question.memoryLimit,
    });
    this.#children.set(candidate.name, child);
    return child;
  }

  /** @throws {Failed} also when its inputs are others than those of the first: then nobody's answers can be compared */
  async load(child: Child, { workers, inFlight, runtime, model }: Candidate): Promise<Answers["load"]> {
    const { input } = this.question;
    const { inputs, spread } = this.decision.function;
    const probe = this.decision.runtimes.find(({ name }) => name === runtime)?.probe;
    const order = {
      do: "load" as const,
      workers,
      concurrency: inFlight,
      spread: inputs === 0 ? null : spread,
      first: input ? [...input] : null,
      atMost: MOST_INPUTS,
      // What computes in this isolate is given no clones.
      changesArguments: model === "async" && probe?.changesArguments === true,
    };
    const loaded = await child.ask(order, 30_000);
    this.#inputs ??= { prints: loaded.prints, runtime };
    // How many there are may hang on how long they take.
    const unlike = loaded.prints.findIndex((print, i) => print !== (this.#inputs!.prints[i] ?? print));
    if (unlike !== -1) {
      const why = `inputs() gives others each time, input ${unlike + 1} first: seed what is random in it`;
      if (runtime === this.#inputs.runtime) this.decision.undecided = why;
      child.end(why);
      throw new Failed(why);
    }
    return loaded;
  }

  /** Bytes that each worker of a pool adds to a process with the function as it is; null where the system does not tell. */
  memoryPerWorker({ name, runtime, model, workers }: Candidate): number | null {
    if (model !== "threads" && model !== "processes") return null;
    const bytes = (of: string): number | null => {
      const pid = this.#children.get(of)?.pid;
      return pid === undefined ? null : proportionalBytes(pid);
    };
    const [own, alone] = [bytes(name), bytes(`as it is in ${TITLES[runtime]}`)];
    return own === null || alone === null ? null : Math.max(0, own - alone) / workers;
  }

  /** Whoever fails in it is out, with the reason. */
  async orExclude(candidate: Tried, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (this.decision.interrupted) return;
      candidate.excluded = error.message;
      // Nobody can be compared with it any more.
      if (candidate.name === this.decision.baseline) {
        this.decision.undecided ??= `${candidate.name}, it ${error.message.split("\n")[0]}`;
      }
    }
  }
}
