/** The options of `experiments`, read and checked. */
import { randomInt } from "node:crypto";
import { join, resolve } from "node:path";
import { type ExperimentPlan, experimentPlan } from "@triathlon/core/results/experiment";
import { SCHEMA_VERSION } from "@triathlon/core/results/record";
import { Command } from "commander";
import type { Interrupt } from "../../study/interrupt.ts";
import { withProgress } from "../../study/progress.ts";
import { whenAlone } from "../../study/when-alone.ts";
import { makeFolder, writeJson } from "../../files/write-files.ts";
import { names } from "../../names.ts";
import { choose } from "../../choose.ts";
import { captureEnvironment } from "../../study/environment.ts";
import { discoverRuntimes } from "../../study/runtimes.ts";
import { REPOSITORY } from "../../repository.ts";
import { printable } from "../../printable.ts";
import { newRunId, requireEmpty } from "../../run-folder.ts";
import { wholeNumber } from "../../whole-number.ts";
import { discoverProbes } from "./discover-probes.ts";
import { probeRuntime } from "./execute-probe.ts";
import { blocksOf, type Selection } from "./plan-blocks.ts";
import { runBlocks } from "./run-blocks.ts";
import { PUBLISHED, writeExperimentsReport } from "./write-experiments-report.ts";

/** Some execution failed; everything else is complete. */
const SOME_FAILED = 3;

interface Options {
  only?: string[];
  runtime?: string[];
  blocks?: number;
  seed?: number;
  out?: string;
  smoke?: true;
  publish?: true;
  wait: boolean;
}

/** The command, not yet parsed. Its actions set the exit code, and throw a `UsageError` for what cannot be met. */
export function createExperimentsCommand(): Command {
  const program = new Command("experiments")
    .exitOverride()
    .enablePositionalOptions()
    .description("Measures what each model costs and what it buys, in interleaved blocks of fresh processes.")
    .option("--only <names>", "only these experiments, e.g. ladder,crossover", names)
    .option("--runtime <names>", "only these, e.g. node,bun", names)
    .option(
      "--blocks <n>",
      "how often each setting is run (default: each experiment's own)",
      wholeNumber("--blocks", 1),
    )
    .option("--seed <n>", "of the order within blocks (default: random)", wholeNumber("--seed", 0))
    .option("--out <folder>", "where the run goes (default: results/experiments-<time>)")
    .option("--smoke", "one block of very little: does it work?")
    .option("--publish", `write the report to ${PUBLISHED} as well, from where \`pnpm docs:fill\` takes it`)
    .option("--no-wait", "refuse, when another run measures on this machine")
    .addHelpText("after", EXIT_CODES)
    .allowExcessArguments(false)
    .action(async (options: Options) => {
      process.exitCode = await experiment(options);
    });
  program
    .command("report")
    .argument("<folder>", "of a run")
    .option("--publish", `write the report to ${PUBLISHED} as well`)
    .description("Computes the report again from the journal. Measures nothing.")
    .action((folder: string, { publish }: { publish?: true }) => report(resolve(folder), publish));
  program
    .command("list")
    .description("Shows the experiments and what they ask.")
    .action(async () => {
      const probes = await discoverProbes();
      process.stdout.write(probes.map(({ name, question }) => `${name.padEnd(14)}${question}\n`).join(""));
    });
  return program;
}

const EXIT_CODES = `
Exit codes: 0 everything was run, 2 wrong usage, 3 some execution failed, 130 or 143 interrupted.
What is known not to run is listed with its reason, which is no failure.`;

async function experiment(options: Options): Promise<number> {
  const runtimes = choose("runtime", options.runtime, await discoverRuntimes(REPOSITORY), ({ name }) => name);
  const selection: Selection = {
    runtimes: runtimes.map(({ name }) => name),
    experiments: choose("only", options.only, await discoverProbes(), ({ name }) => name),
    smoke: options.smoke === true,
    blocks: options.blocks,
  };
  const runId = newRunId(new Date());
  const folder = resolve(options.out ?? join(REPOSITORY, "results", `experiments-${runId}`));
  requireEmpty(folder);
  return whenAlone(!options.wait, async (interrupt: Interrupt) => {
    makeFolder(folder);
    process.stderr.write(`Run: ${folder}\n`);
    const seed = options.seed ?? randomInt(2 ** 32);
    writeJson(join(folder, "plan.json"), planOf(selection, runId, seed));
    writeJson(join(folder, "environment.json"), await captureEnvironment(runtimes, "built-in", REPOSITORY));
    const run = {
      folder,
      runId,
      selection,
      runtimes: new Map(runtimes.map((runtime) => [runtime.name, probeRuntime(runtime, REPOSITORY)])),
      seed,
      signal: interrupt.signal,
    };
    const failed = await withProgress((progress) => runBlocks({ ...run, progress }));
    const interrupted = interrupt.exitCode();
    if (interrupted !== null) {
      process.stderr.write(`Interrupted: for what there is, \`pnpm experiments report ${folder}\`\n`);
      return interrupted;
    }
    report(folder, options.publish);
    return failed > 0 ? SOME_FAILED : 0;
  });
}

function planOf(selection: Selection, runId: string, seed: number): ExperimentPlan {
  const { experiments, runtimes, smoke } = selection;
  return experimentPlan.parse({
    schemaVersion: SCHEMA_VERSION,
    runId,
    seed,
    smoke,
    runtimes,
    experiments: experiments.map((description) => ({
      name: description.name,
      title: description.title,
      question: description.question,
      blocks: blocksOf(selection, description),
      settings: description.settings({ smoke }).length,
    })),
  });
}

function report(folder: string, publish: true | undefined): void {
  const { terminal, files } = writeExperimentsReport(folder, publish ? [join(REPOSITORY, PUBLISHED)] : []);
  process.stdout.write(printable(`${terminal}\n${files.join("\n")}\n`));
}
