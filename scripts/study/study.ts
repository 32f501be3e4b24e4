/**
 * Runs a study, or what is left of it: block after block, one process at a time, each record on disk before the next is started.
 *
 *     what its blocks say − what the journal holds = what is run
 *
 * Nothing here knows which studies there are.
 */
import { type Envelope, keyOf, SCHEMA_VERSION } from "@triathlon/core/results/record";
import { NOISE_LIMITS, type NoiseLimits } from "@triathlon/core/results/noise";
import type { z } from "zod";
import { JournalWriter, type Lines, readJournal } from "../files/journal.ts";
import { blockSeconds } from "./blocks.ts";
import type { Beside } from "./execute.ts";
import { Guard } from "./guard.ts";
import { CapacityProbe } from "./noise/capacity-probe.ts";
import { NoiseWatch } from "./noise/watch-noise.ts";
import { DID_NOT_FINISH } from "./process-group.ts";
import type { Progress, Standing } from "./progress.ts";

/** What of a record the machine says; the rest is the study's. */
type Placed = "schemaVersion" | "runId" | "block" | "position" | "attempt" | "startedAt" | "outcome" | "reason";

/** What a study is to the machine that runs it. A setting is what one process does. */
export interface Study<Setting, Kept extends Envelope> {
  lines: Lines<z.ZodType<Kept>>;
  runId: string;
  /** How many blocks there are; null while nobody knows. */
  blocks(): number | null;
  /** Executions in all of them, repeats left out; null while nobody knows. */
  executions(): number | null;
  /** One block in its order: the same each time it is asked for. */
  order(block: number): readonly Setting[];
  /** For people: `node threading blur-image medium`. What fails twice in a row under this name is not started again. */
  nameOf(setting: Setting): string;
  /** The record of what was not started. */
  blank(setting: Setting): Omit<Kept, Placed>;
  /** Why it is not run here; null when it is. */
  notRun(setting: Setting): string | null;
  /** What the process gave. Never throws for what it does. */
  execute(setting: Setting, beside: Beside): Promise<Partial<Kept> & Pick<Envelope, "outcome" | "reason">>;
  /** The most that one of them may take. */
  timeLimitSeconds: number;

  /** A name for more than one setting: what hangs twice in a row under it is not started again, since each would take the time limit. */
  hangsAs?(setting: Setting): string;
  /** Run once and thrown away before the first block: where a runtime keeps compiled modules, the first to start would pay for them. */
  untimed?: readonly Setting[];
  /** What is needed before these are executed. */
  prepare?(settings: readonly Setting[], beside: Beside, progress: Progress): Promise<void>;
  /** Called before each block with the records so far. */
  begin?(block: number, records: readonly Kept[], elapsedSeconds: number): void;
  /** For `readJournal`: what cannot be of this run. Default: what has another id. */
  refuse?: (record: Kept) => string | null;
  /** Default: the limits of every run so far, and nobody probes. */
  noise?: { limits: NoiseLimits; probesCapacity: boolean; watches: (setting: Setting) => boolean };
  /** Executions that were disturbed are run again at the end of their block. Default: they are not. */
  repeats?: { most: number; counts: (setting: Setting) => boolean; hasTime: (standing: Standing) => boolean };
  /** Of one execution: said while nobody knows more. */
  expectedSeconds?: number;
  budgetSeconds?: number;
}

export interface RunOptions {
  /** The journal in it is continued where there is one. */
  folder: string;
  progress: Progress;
  /** Ends the run: the execution in hand is ended and leaves no record. */
  signal: AbortSignal;
}

export interface RunEnd {
  /** Whether everything has its record. */
  complete: boolean;
  /** Records with the outcome `failed`, earlier sessions included. */
  failed: number;
}

/** Never throws for what measured programs do; throws when records cannot be written. */
export async function runStudy<Setting, Kept extends Envelope>(
  study: Study<Setting, Kept>,
  options: RunOptions,
): Promise<RunEnd> {
  const before = recordsOf(study, options.folder);
  using guard = new Guard();
  using journal = new JournalWriter(options.folder, study.lines);
  using probe = study.noise?.probesCapacity ? await CapacityProbe.start() : null;
  const watch = new NoiseWatch(study.noise?.limits ?? NOISE_LIMITS, probe);
  return await new Runner(study, before, { ...options, guard, journal, watch }).run();
}

/** The records of a run so far. @throws {UsageError} naming the line of one that cannot be of this run */
export function recordsOf<Setting, Kept extends Envelope>(
  { lines, refuse, runId }: Pick<Study<Setting, Kept>, "lines" | "refuse" | "runId">,
  folder: string,
): Kept[] {
  const isOther = (record: Kept): string | null =>
    record.runId === runId ? null : `wanted a record of run "${runId}", found one of run "${record.runId}"`;
  return [...readJournal(folder, lines, refuse ?? isOther)];
}

/** What is run, and where in the run it stands. */
export interface Planned<Setting> {
  block: number;
  position: number;
  attempt: number;
  setting: Setting;
}

/** Runs it, or says why not. An interrupted execution's record says nothing. */
export async function recordOf<Setting, Kept extends Envelope>(
  study: Study<Setting, Kept>,
  { setting, block, position, attempt }: Planned<Setting>,
  { signal, guard, watch }: Beside & { watch: NoiseWatch },
  failedTwice: string | null = null,
): Promise<Kept> {
  const place = { schemaVersion: SCHEMA_VERSION, runId: study.runId, block, position, attempt };
  const blank = { ...study.blank(setting), ...place, startedAt: Date.now() / 1000 };
  const skip = study.notRun(setting) ?? failedTwice;
  // Kept is more than an envelope by what the study itself says; that the two together are one, the compiler cannot see.
  if (skip !== null) return { ...blank, outcome: "skipped", reason: skip } as unknown as Kept;
  const run = async (): Promise<Kept> =>
    ({ ...blank, ...(await study.execute(setting, { signal, guard })) }) as unknown as Kept;
  if (study.noise?.watches(setting) === false) return run();
  const { result, noise, contamination } = await watch.around(run);
  return { ...result, noise, contamination };
}

interface Tools<Kept> extends RunOptions {
  guard: Guard;
  journal: JournalWriter<z.ZodType<Kept>>;
  watch: NoiseWatch;
}

class Runner<Setting, Kept extends Envelope> {
  readonly #study: Study<Setting, Kept>;
  readonly #tools: Tools<Kept>;
  readonly #began = performance.now();
  /** The last attempt of each. */
  readonly #records = new Map<string, Kept>();
  readonly #failures = new Failures();
  readonly #reasonsTold = new Set<string>();
  readonly #hangs = new Failures();

  constructor(study: Study<Setting, Kept>, before: readonly Kept[], tools: Tools<Kept>) {
    this.#study = study;
    this.#tools = tools;
    const orders = new Map<number, readonly Setting[]>();
    for (const record of before) {
      const { block, position } = record;
      if (!orders.has(block)) orders.set(block, study.order(block));
      this.#note(orders.get(block)![position], record);
    }
  }

  async run(): Promise<RunEnd> {
    const { progress, signal } = this.#tools;
    if (this.#records.size === 0) await this.#runUntimed();
    for (let block = 0; !this.#isOver(block) && !signal.aborted; block++) {
      this.#study.begin?.(block, [...this.#records.values()], this.#elapsed());
      const all = this.#study.order(block).map((setting, position) => ({ block, position, attempt: 1, setting }));
      const left = all.filter((planned) => !this.#records.has(keyOf(planned)));
      if (left.length === 0) continue; // what is run now would not stand beside the others of this block
      await this.#carryOutAll(left);
      for (let repeat = 1; repeat <= (this.#study.repeats?.most ?? 0); repeat++) {
        await this.#carryOutAll(this.#disturbed(all, repeat));
      }
      if (!signal.aborted) progress.blockFinished(this.#standing(block + 1));
    }
    return { complete: !signal.aborted, failed: this.#count("failed") };
  }

  async #runUntimed(): Promise<void> {
    const { progress, signal, guard } = this.#tools;
    const untimed = this.#study.untimed ?? [];
    await this.#study.prepare?.(untimed, { signal, guard }, progress);
    for (const setting of untimed) {
      if (signal.aborted || this.#study.notRun(setting) !== null) continue;
      progress.step(`filling caches: ${this.#study.nameOf(setting)}`);
      await this.#study.execute(setting, { signal, guard });
    }
  }

  async #carryOutAll(executions: readonly Planned<Setting>[]): Promise<void> {
    const { progress, signal, guard, journal } = this.#tools;
    const startable = executions.map(({ setting }) => setting).filter((one) => this.#study.notRun(one) === null);
    await this.#study.prepare?.(startable, { signal, guard }, progress);
    for (const planned of executions) {
      const standing = this.#standing(planned.block);
      if (signal.aborted || (planned.attempt > 1 && !this.#study.repeats?.hasTime(standing))) return;
      const name = this.#study.nameOf(planned.setting);
      progress.executing(name, standing);
      const record = await recordOf(this.#study, planned, this.#tools, this.#reasonToSkip(planned.setting));
      if (signal.aborted) return; // what was interrupted leaves nothing
      journal.append(record);
      this.#note(planned.setting, record);
      if (record.outcome === "failed") progress.note(`failed: ${name}: ${this.#told(record.reason)}`);
    }
  }

  /** What completed in this block while the machine was disturbed, and has been repeated less often than this. */
  #disturbed(executions: readonly Planned<Setting>[], repeat: number): Planned<Setting>[] {
    return executions.flatMap((planned) => {
      const record = this.#records.get(keyOf(planned));
      const isAgain =
        record?.outcome === "completed" &&
        record.contamination.length > 0 &&
        record.attempt === repeat &&
        this.#study.repeats!.counts(planned.setting);
      return isAgain ? [{ ...planned, attempt: repeat + 1 }] : [];
    });
  }

  /** @param setting undefined where the journal has what no block has */
  #note(setting: Setting | undefined, record: Kept): void {
    this.#records.set(keyOf(record), record);
    if (setting === undefined) return;
    const { outcome, reason } = record;
    this.#failures.note(this.#study.nameOf(setting), outcome, reason);
    const isOtherFailure = outcome === "failed" && reason?.startsWith(DID_NOT_FINISH) !== true;
    const name = this.#study.hangsAs?.(setting);
    if (name !== undefined) this.#hangs.note(name, isOtherFailure ? "completed" : outcome, reason);
  }

  /** A reason in full once, however many fail for it. */
  #told(reason: string | null): string {
    if (reason === null) return "no reason given";
    if (this.#reasonsTold.has(reason)) return "for the same reason";
    this.#reasonsTold.add(reason);
    return reason;
  }

  #reasonToSkip(setting: Setting): string | null {
    const wider = this.#study.hangsAs?.(setting);
    return (
      this.#failures.reasonToSkip(this.#study.nameOf(setting)) ??
      (wider === undefined ? null : this.#hangs.reasonToSkip(wider))
    );
  }

  #isOver(block: number): boolean {
    const total = this.#study.blocks();
    return total !== null && block >= total;
  }

  /** @param blocks so many are finished */
  #standing(blocks: number): Standing {
    const { expectedSeconds, budgetSeconds, timeLimitSeconds } = this.#study;
    const total = this.#study.executions();
    const records = [...this.#records.values()].sort((a, b) => a.startedAt - b.startedAt);
    // Before a quarter of the first block is done, nobody knows what the rest takes.
    const isEarly = records.length < this.#study.order(0).length / 4;
    const each = isEarly ? expectedSeconds : blockSeconds(records, timeLimitSeconds) / records.length;
    const elapsedSeconds = this.#elapsed();
    return {
      blocks,
      ofBlocks: this.#study.blocks(),
      completed: this.#count("completed"),
      failed: this.#count("failed"),
      skipped: this.#count("skipped"),
      elapsedSeconds,
      leftSeconds: total === null || each === undefined ? null : (total - records.length) * each,
      ...(budgetSeconds === undefined ? {} : { mostLeftSeconds: budgetSeconds - elapsedSeconds }),
    };
  }

  #count(outcome: Envelope["outcome"]): number {
    return [...this.#records.values()].filter((record) => record.outcome === outcome).length;
  }

  #elapsed(): number {
    return (performance.now() - this.#began) / 1000;
  }
}

/** Remembers what failed again and again, so that it does not use up the run. */
class Failures {
  readonly #inARow = new Map<string, { count: number; reason: string }>();

  /** Takes account of an outcome, fresh or from the journal. One that was skipped says nothing new. */
  note(name: string, outcome: Envelope["outcome"], reason: string | null): void {
    if (outcome === "completed") this.#inARow.delete(name);
    if (outcome === "failed") {
      const count = (this.#inARow.get(name)?.count ?? 0) + 1;
      this.#inARow.set(name, { count, reason: reason ?? "" });
    }
  }

  /** Null when it may be started. */
  reasonToSkip(name: string): string | null {
    const failed = this.#inARow.get(name);
    return failed && failed.count >= ENOUGH ? `failed twice: ${failed.reason}` : null;
  }
}

/** In a row. */
const ENOUGH = 2;
