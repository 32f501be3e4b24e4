/**
 * Follows up a suspicion: both commits are checked out, and each one's own `bench` runs the suspicious cells again, a block of the one beside
 * a block of the other.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "@triathlon/core/results/plan";
import type { Cell } from "@triathlon/core/results/record";
import { leastPairs } from "@triathlon/core/statistics/holm";
import { execa } from "execa";
import { z } from "zod";
import type { Run } from "../analysis/run.ts";
import { cellKey } from "../analysis/samples.ts";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import { modulesIn } from "../modules-in.ts";
import { listenForInterrupt } from "../study/when-alone.ts";
import { readRun } from "../report/read-run.ts";
import { benchOptions } from "../repro/recipe.ts";
import { REPOSITORY } from "../repository.ts";
import { findRun, newRunId } from "../run-folder.ts";
import { compareRuns } from "./compare-runs.ts";
import { foreignKeys } from "./foreign.ts";
import { PAIRED } from "./methods.ts";
import type { ComparedCell, RunComparison } from "./run-comparison.ts";

interface Suspicion {
  base: Run;
  new: Run;
  suspicious: readonly ComparedCell[];
  gate: number;
  /** Where runs lie. */
  out: string;
}

/** What fresh blocks say, or why there are none. */
export type Confirm = (suspicion: Suspicion) => Promise<{ comparison: RunComparison } | { reason: string }>;

/** Of each cell; more where the family is so large that it needs more. */
const FRESH_BLOCKS = 12;

/** The run of each block is kept in `<out>/confirm-<moment>/base` or `…/new`. */
export const confirmByCommits: Confirm = async ({ base, new: next, suspicious, gate, out }) => {
  using interrupt = listenForInterrupt();
  using checkouts = new TemporaryFolder();
  const folder = join(out, `confirm-${newRunId(new Date())}`);
  const sides = [
    new Side("base", base, checkouts.path, folder, interrupt.signal),
    new Side("new", next, checkouts.path, folder, interrupt.signal),
  ];
  try {
    for (const side of sides) await side.checkOut();
    process.stderr.write(`Confirming on fresh blocks: ${folder}\n`);
    for (let block = 0; block < Math.max(FRESH_BLOCKS, leastPairs(suspicious.length)); block++) {
      for (const side of block % 2 === 0 ? sides : sides.toReversed()) await side.runBlock(suspicious);
    }
    const [then, now] = sides.map((side) => joined(side.blocks, side.run, suspicious));
    return { comparison: compareRuns(then!, now!, gate, PAIRED) };
  } catch (error) {
    return { reason: interrupt.signal.aborted ? "it was interrupted" : (error as Error).message };
  } finally {
    for (const side of sides) await side.remove();
  }
};

const manifest = z.object({ packageManager: z.string() });

class Side {
  readonly run: Run;
  readonly blocks: Run[] = [];
  readonly #name: string;
  readonly #checkout: string;
  readonly #out: string;
  readonly #signal: AbortSignal;

  constructor(name: string, run: Run, checkouts: string, out: string, signal: AbortSignal) {
    this.run = run;
    this.#name = name;
    this.#checkout = join(checkouts, name);
    this.#out = join(out, name);
    this.#signal = signal;
  }

  async checkOut(): Promise<void> {
    const { environment } = this.run;
    const reason = await whyNotAgain(environment);
    if (reason !== null) throw new Error(`${this.#name.toUpperCase()} cannot be run again: ${reason}`);
    process.stderr.write(`Checking out ${this.#name}: ${environment.commit}\n`);
    await this.#do("git", ["worktree", "add", "--detach", "--force", this.#checkout, environment.commit!], REPOSITORY);
    await this.#pnpm(["install", "--frozen-lockfile", "--prefer-offline"]);
  }

  async runBlock(cells: readonly ComparedCell[]): Promise<void> {
    const known = modulesIn(join(this.#checkout, "packages/core/src/workloads"));
    const options = blockOptions(cells, this.run.plan, this.blocks.length, known);
    await this.#pnpm(["bench", ...options, "--out", this.#out], [0, 3, 4]); // a failed execution is a record too
    this.blocks.push(readRun(findRun(undefined, this.#out)));
  }

  async remove(): Promise<void> {
    await execa("git", ["worktree", "remove", "--force", this.#checkout], { cwd: REPOSITORY, reject: false });
  }

  #pnpm(args: string[], wanted?: number[]): Promise<void> {
    const { packageManager } = manifest.parse(JSON.parse(readFileSync(join(this.#checkout, "package.json"), "utf8")));
    return this.#do("npx", ["-y", packageManager, ...args], this.#checkout, wanted);
  }

  async #do(file: string, args: string[], cwd: string, wanted: readonly number[] = [0]): Promise<void> {
    const options = { cwd, cancelSignal: this.#signal, stdin: "ignore", stdout: "ignore", stderr: "inherit" } as const;
    const { exitCode, shortMessage } = await execa(file, args, { ...options, reject: false });
    if (exitCode === undefined || !wanted.includes(exitCode)) throw new Error(shortMessage);
  }
}

/**
 * What has a commit's own `bench` run one block of these cells. A plan is data: of the workloads that it names only those are run that the
 * commit has.
 *
 * @throws {Error} naming one that it has not
 */
export function blockOptions(cells: readonly Cell[], plan: Plan, block: number, known: readonly string[]): string[] {
  const foreign = cells.find(({ workload }) => !known.includes(workload));
  if (foreign) throw new Error(`its commit has no workload "${foreign.workload}"`);
  return benchOptions(cells, { ...plan, workloads: {}, timedBlocks: 1, seed: plan.seed + block });
}

type MadeFrom = Pick<Run["environment"], "commit" | "modified">;

/** Why a run's commit cannot be run again; null where it can. */
export async function whyNotAgain({ commit, modified }: MadeFrom): Promise<string | null> {
  if (commit === null) return "its commit is not known";
  if (modified !== false) return "it was made with local changes, which no commit has";
  const { failed } = await execa("git", ["cat-file", "-e", `${commit}^{commit}`], { cwd: REPOSITORY, reject: false });
  return failed ? `this repository has no commit ${commit.slice(0, 12)}` : null;
}

/**
 * Runs of one block each as one run of so many, of these cells alone.
 *
 * @throws {Error} where one of them was made in other surroundings than `like`
 */
export function joined(blocks: readonly Run[], like: Run, cells: readonly ComparedCell[]): Run {
  const [first] = blocks;
  const differs = blocks.flatMap((run) => foreignKeys(like, run, { versionsMayDiffer: false }))[0];
  if (differs) throw new Error(`its ${differs.key} is ${differs.new} now, and was ${differs.base} in the run`);
  const keys = new Set(cells.map(cellKey));
  const timed = blocks.map(({ executions }) =>
    executions.filter((one) => !one.discarded && one.pass === "time" && one.ghost === 0 && keys.has(cellKey(one))),
  );
  return {
    plan: {
      ...first!.plan,
      cells: first!.plan.cells.filter((cell) => keys.has(cellKey(cell))),
      timedBlocks: timed.length,
    },
    environment: first!.environment,
    executions: timed.flatMap((own, index) => own.map((execution) => ({ ...execution, block: index + 1 }))),
  };
}
