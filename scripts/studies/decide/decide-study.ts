/** The advice of `decide` as a study: each workload once, with what is advised and how long each model really takes. */
import { dirname, delimiter, join } from "node:path";
import { decideModel, type DecisionRecord, decisionRecord } from "@triathlon/core/results/decisions";
import { blankOf } from "@triathlon/core/results/record";
import { createRandom } from "@triathlon/core/statistics/random";
import { execa } from "execa";
import { z } from "zod";
import { makeFolder, remove, writeFile } from "../../files/write-files.ts";
import { REPOSITORY } from "../../repository.ts";
import type { AvailableRuntime } from "../../study/runtimes.ts";
import type { Study } from "../../study/study.ts";
import { measureTruth, RUNTIMES, unknownTruth } from "./truth.ts";
import { drawRecipe, nameOf, sourceOf } from "./workloads.ts";

/** Of `bench:decide`, so that it can be gone on with. */
export const DECISIONS = { file: "journal.ndjson", schema: decisionRecord, what: "a record of a decision" };

export const decidePlan = z.strictObject({
  runId: z.string(),
  runtime: z.enum(RUNTIMES),
  workloads: z.int().positive(),
  seconds: z.number().positive(),
  truthSeconds: z.number().positive(),
  seed: z.int().nonnegative(),
});
export type DecidePlan = z.infer<typeof decidePlan>;

/** Of each model of each workload. */
const TRUTH_ROUNDS = 3;

/** A setting is a workload's number, from 0. */
export function decideStudy(
  folder: string,
  plan: DecidePlan,
  { binary }: AvailableRuntime,
): Study<number, DecisionRecord> {
  const { runId, seed, seconds, truthSeconds, runtime, workloads } = plan;
  const recipeOf = (index: number) => drawRecipe(createRandom(seed, index));
  return {
    lines: DECISIONS,
    runId,
    timeLimitSeconds: 60 + 20 * (seconds + truthSeconds),
    blocks: () => 1,
    executions: () => workloads,
    order: () => Array.from({ length: workloads }, (_, index) => index),
    nameOf: (index) => `${index + 1} of ${workloads}: ${nameOf(recipeOf(index))}`,
    notRun: () => null,
    // The pools as they are now, once for all workloads.
    prepare: async () => void (await execa(process.execPath, [join(REPOSITORY, "packages/cli/build/assemble.ts")])),
    blank: (index) => {
      const recipe = recipeOf(index);
      const what = { runtime, index, name: nameOf(recipe), heldOut: recipe.heldOut };
      return { ...blankOf(decisionRecord), ...what, decideSeconds: 0, truth: unknownTruth() };
    },
    execute: async (index, { signal }) => {
      const place = join(folder, "work", String(index));
      try {
        return await tryWorkload(place, sourceOf(recipeOf(index)), { ...plan, binary, index, signal });
      } catch (error) {
        // Ctrl-C reaches what runs here, too; what was interrupted leaves no record.
        if (signal.aborted) return { outcome: "failed", reason: "interrupted" };
        throw error;
      }
    },
  };
}

interface Trial extends DecidePlan {
  binary: string;
  index: number;
  signal: AbortSignal;
}

/** What is advised, and how long each model really takes. @throws {Error} when the pools cannot be copied */
async function tryWorkload(
  place: string,
  source: string,
  { runtime, binary, index, signal, seconds, truthSeconds }: Trial,
): Promise<Partial<DecisionRecord> & Pick<DecisionRecord, "outcome" | "reason">> {
  remove(place); // of an earlier session
  makeFolder(place);
  writeFile(join(place, "package.json"), '{ "type": "module" }\n');
  writeFile(join(place, "work.mjs"), source);
  const answer = await adviceOf(place, runtime, binary, { seconds, seed: index, signal });
  const probe = answer?.runtimes[0]?.probe;
  const truth = await measureTruth(place, {
    runtime,
    binary,
    triathlon: TRIATHLON,
    milliseconds: (truthSeconds * 1000) / TRUTH_ROUNDS / 4,
    rounds: TRUTH_ROUNDS,
    seed: index,
    signal,
  });
  const { invalid } = truth["as it is"];
  return {
    // Without it nobody's answers can be compared, and no advice is right or wrong.
    outcome: invalid === null ? "completed" : "failed",
    reason: invalid && `as it is, it ${invalid}`,
    advised: answer?.candidates.find(({ name }) => name === answer.advised)?.model ?? null,
    decideSeconds: (answer?.took ?? 0) / 1000,
    cpuPerWall: probe ? probe.cpuTotal / probe.wallTotal : null,
    truth,
  };
}

const TRIATHLON = [process.execPath, join(REPOSITORY, "packages/cli/src/main.ts")] as const;

/** What is read of the answer of `triathlon decide --json`. */
const answerSchema = z.object({
  advised: z.string().nullable(),
  took: z.number(),
  candidates: z.array(z.object({ name: z.string(), model: decideModel })),
  runtimes: z.array(z.object({ probe: z.object({ cpuTotal: z.number(), wallTotal: z.number() }).nullable() })),
});

/** Undefined where it gave none. */
async function adviceOf(
  folder: string,
  runtime: string,
  binary: string,
  { seconds, seed, signal }: { seconds: number; seed: number; signal: AbortSignal },
): Promise<z.infer<typeof answerSchema> | undefined> {
  const [file, program] = TRIATHLON;
  const options = ["--runtimes", runtime, "--seconds", String(seconds), "--seed", String(seed), "--json"];
  const { stdout } = await execa(file, [program, "decide", "work.mjs", ...options], {
    cwd: folder,
    env: { PATH: [dirname(binary), process.env["PATH"]].join(delimiter) },
    reject: false,
    stderr: "ignore",
    cancelSignal: signal,
  });
  try {
    return answerSchema.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}
