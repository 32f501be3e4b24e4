/** The options of `experiments`, read and checked. */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { Command } from "commander";
import { choose } from "../../choose.ts";
import { writeJson } from "../../files/write-files.ts";
import { names } from "../../names.ts";
import { carryOut, type RunFlags, withRunFlags } from "../../study/command.ts";
import { chooseRuntimes } from "../../study/choose-runtimes.ts";
import { programIn } from "../../study/runtimes.ts";
import { wholeNumber } from "../../whole-number.ts";
import { discoverProbes } from "./discover-probes.ts";
import { planOf } from "./experiment-plan.ts";
import { experimentsStudy, type Selection } from "./experiments-study.ts";
import { EXPERIMENTS_REPORT } from "./write-experiments-report.ts";

interface Options extends RunFlags {
  only?: string[];
  runtime?: string[];
  blocks?: number;
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
    );
  withRunFlags(program, "experiments", EXPERIMENTS_REPORT).action(async (options: Options) => {
    process.exitCode = await experiment(options);
  });
  program
    .command("list")
    .description("Shows the experiments and what they ask.")
    .action(async () => {
      const probes = await discoverProbes();
      process.stdout.write(probes.map(({ name, question }) => `${name.padEnd(14)}${question}\n`).join(""));
    });
  return program;
}

async function experiment(options: Options): Promise<number> {
  const runtimes = await chooseRuntimes(options.runtime);
  const selection: Selection = {
    runtimes: runtimes.map(({ name }) => name),
    experiments: choose("only", options.only, await discoverProbes(), ({ name }) => name),
    smoke: options.smoke === true,
    blocks: options.blocks,
  };
  const programs = new Map(runtimes.map((runtime) => [runtime.name, programIn(runtime, "experiments")]));
  return carryOut({
    kind: "experiments",
    goOn: (folder) => `for what there is, \`pnpm experiments report ${folder}\``,
    flags: options,
    runtimes,
    begin: (runId, folder) => {
      const seed = options.seed ?? randomInt(2 ** 32);
      writeJson(join(folder, "plan.json"), planOf(selection, runId, seed));
      return experimentsStudy({ runId, selection, runtimes: programs, seed });
    },
    report: EXPERIMENTS_REPORT,
  });
}
