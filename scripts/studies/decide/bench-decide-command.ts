/** The options of `bench:decide`, and its run: workload after workload, each on disk before the next begins. */
import { randomInt } from "node:crypto";
import { loadavg } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { decideModel, type DecisionRecord } from "@triathlon/core/results/decisions";
import { Command } from "commander";
import { execa } from "execa";
import { z } from "zod";
import { JournalWriter, readJournal } from "../../files/journal.ts";
import { DECISIONS } from "../../files/journals.ts";
import { makeFolder, writeFile, writeJson } from "../../files/write-files.ts";
import { type Interrupt, whenAlone } from "../../study/when-alone.ts";
import { choose } from "../../choose.ts";
import { createRandom } from "@triathlon/core/statistics/random";
import { type AvailableRuntime, discoverRuntimes, isAvailable } from "../../study/runtimes.ts";
import { readDocument } from "../../read-document.ts";
import { REPOSITORY } from "../../repository.ts";
import { newRunId, requireEmpty } from "../../run-folder.ts";
import { UsageError } from "../../usage-error.ts";
import { wholeNumber } from "../../whole-number.ts";
import { decideMarkdown } from "./decide-markdown.ts";
import { measureTruth, type Model, RUNTIMES } from "./truth.ts";
import { drawRecipe, nameOf, sourceOf } from "./workloads.ts";

/** Where the published page is. */
export const PUBLISHED = "docs/results/decide.md";

interface Options {
  runtime: string;
  workloads: number;
  seconds: number;
  truthSeconds: number;
  seed?: number;
  out?: string;
  resume?: string;
  publish?: true;
  wait: boolean;
}

/** The command, not yet parsed. */
export function createBenchDecideCommand(): Command {
  return new Command("bench:decide")
    .exitOverride()
    .description(
      "Lets `triathlon decide` advise on functions made by lot, measures every model for itself, and compares.",
    )
    .option("--runtime <name>", `one of ${RUNTIMES.join(", ")}`, "node")
    .option("--workloads <n>", "how many functions", wholeNumber("--workloads", 1), 200)
    .option("--seconds <n>", "that `decide` is given for each", wholeNumber("--seconds", 1), 8)
    .option("--truth-seconds <n>", "for which all models of one are measured", wholeNumber("--truth-seconds", 1), 12)
    .option("--seed <n>", "of the workloads (default: random)", wholeNumber("--seed", 0))
    .option("--out <folder>", "where the run goes (default: results/decide-<time>)")
    .option("--resume <folder>", "goes on with a run that was ended, as it was planned")
    .option("--publish", `write the page to ${PUBLISHED}`)
    .option("--no-wait", "refuse, when another run measures on this machine")
    .allowExcessArguments(false)
    .action(async (options: Options) => {
      process.exitCode = await benchDecide(options);
    });
}

/** Of `bench:decide`, so that it can be gone on with. */
const planSchema = z.strictObject({
  runId: z.string(),
  runtime: z.enum(RUNTIMES),
  workloads: z.int().positive(),
  seconds: z.number().positive(),
  truthSeconds: z.number().positive(),
  seed: z.int().nonnegative(),
  loadAverage: z.number(),
});
type DecidePlan = z.infer<typeof planSchema>;
const PLAN = "plan.json";
/** Of each model of each workload. */
const TRUTH_ROUNDS = 3;

async function benchDecide(options: Options): Promise<number> {
  const folder = resolve(
    options.resume ?? options.out ?? join(REPOSITORY, "results", `decide-${newRunId(new Date())}`),
  );
  if (options.resume === undefined) requireEmpty(folder);
  return whenAlone(!options.wait, async (interrupt: Interrupt) => {
    const plan = options.resume === undefined ? begin(folder, options) : planOf(folder);
    const runtime = (await discoverRuntimes(REPOSITORY)).find(({ name }) => name === plan.runtime);
    if (!runtime || !isAvailable(runtime)) {
      throw new UsageError(
        `Cannot try in "${plan.runtime}": wanted a runtime that is here, found ${runtime?.reason ?? "none of that name"}`,
      );
    }
    process.stderr.write(`Run: ${folder}\n`);
    await runWorkloads(folder, plan, runtime, interrupt.signal);
    const interrupted = interrupt.exitCode();
    if (interrupted !== null) {
      process.stderr.write(`Interrupted: \`pnpm bench:decide --resume ${folder}\` goes on\n`);
      return interrupted;
    }
    const page = decideMarkdown([...readJournal(folder, DECISIONS)], facts(plan, runtime));
    writeFile(join(folder, "decide.md"), page);
    if (options.publish) writeFile(join(REPOSITORY, PUBLISHED), page);
    process.stdout.write(page);
    return 0;
  });
}

/** @throws {UsageError} for a runtime that is none */
function begin(folder: string, { runtime: name, workloads, seconds, truthSeconds, seed }: Options): DecidePlan {
  const [runtime] = choose("runtime", [name], RUNTIMES, (each) => each);
  makeFolder(folder);
  const plan: DecidePlan = {
    runId: newRunId(new Date()),
    runtime: runtime!,
    workloads,
    seconds,
    truthSeconds,
    seed: seed ?? randomInt(2 ** 32),
    loadAverage: loadavg()[0] ?? 0,
  };
  writeJson(join(folder, PLAN), plan);
  return plan;
}

const planOf = (folder: string): DecidePlan =>
  readDocument(join(folder, PLAN), planSchema, { wanted: "a plan of bench:decide", hint: "name the folder of a run" });

function facts(
  { runId, workloads, seconds, seed, loadAverage }: DecidePlan,
  { title, version }: AvailableRuntime,
): string {
  return `Run ${runId} in ${title} ${version}: ${workloads} workloads of seed ${seed}, ${seconds} seconds for each advice, load average ${loadAverage.toFixed(1)} at the start.`;
}

async function runWorkloads(
  folder: string,
  plan: DecidePlan,
  runtime: AvailableRuntime,
  signal: AbortSignal,
): Promise<void> {
  const done = new Set([...readJournal(folder, DECISIONS)].map(({ index }) => index));
  using journal = new JournalWriter(folder, DECISIONS);
  for (let index = 0; index < plan.workloads; index++) {
    if (signal.aborted) return;
    if (done.has(index)) continue;
    const record = await tryWorkload(join(folder, "work", String(index)), index, plan, runtime, signal);
    if (signal.aborted) return;
    journal.append(record);
    process.stderr.write(`${index + 1} of ${plan.workloads}: ${record.advised ?? "undecided"} for ${record.name}\n`);
  }
}

/** What is read of the answer of `triathlon decide --json`. */
const answerSchema = z.object({
  advised: z.string().nullable(),
  took: z.number(),
  candidates: z.array(z.object({ name: z.string(), model: decideModel })),
  runtimes: z.array(z.object({ probe: z.object({ cpuTotal: z.number(), wallTotal: z.number() }).nullable() })),
});

async function tryWorkload(
  folder: string,
  index: number,
  { runId, seed, seconds, truthSeconds, runtime }: DecidePlan,
  { binary }: AvailableRuntime,
  signal: AbortSignal,
): Promise<DecisionRecord> {
  const recipe = drawRecipe(createRandom(seed, index));
  makeFolder(folder);
  writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFile(join(folder, "work.mjs"), sourceOf(recipe));
  const triathlon = [process.execPath, join(REPOSITORY, "packages/cli/build/from-clone.ts")];
  const [file = "", ...args] = triathlon;
  const { stdout } = await execa(
    file,
    [
      ...args,
      "decide",
      "work.mjs",
      "--runtimes",
      runtime,
      "--seconds",
      String(seconds),
      "--seed",
      String(index),
      "--json",
    ],
    {
      cwd: folder,
      env: { INIT_CWD: folder, PATH: [dirname(binary), process.env["PATH"]].join(delimiter) },
      reject: false,
      stderr: "ignore",
      cancelSignal: signal,
    },
  );
  const answer = answerSchema.safeParse(parsed(stdout)).data;
  const probe = answer?.runtimes[0]?.probe;
  const truth = await measureTruth(folder, {
    runtime,
    binary,
    triathlon,
    milliseconds: (truthSeconds * 1000) / TRUTH_ROUNDS / 4,
    rounds: TRUTH_ROUNDS,
    seed: index,
    signal,
  });
  return {
    schema: 1,
    runId,
    index,
    name: nameOf(recipe),
    heldOut: recipe.heldOut,
    advised: answer?.candidates.find(({ name }) => name === answer.advised)?.model ?? null,
    decideSeconds: (answer?.took ?? 0) / 1000,
    cpuPerWall: probe ? probe.cpuTotal / probe.wallTotal : null,
    truth: truth satisfies Record<Model, unknown>,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
