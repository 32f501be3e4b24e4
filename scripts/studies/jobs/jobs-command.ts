/** The options of `bench:jobs`, read and checked. */
import { randomInt } from "node:crypto";
import { Command } from "commander";
import { choose } from "../../choose.ts";
import { names } from "../../names.ts";
import { carryOut, type RunFlags, withRunFlags } from "../../study/command.ts";
import { chooseRuntimes } from "../../study/choose-runtimes.ts";
import { programIn } from "../../study/runtimes.ts";
import { UsageError } from "../../usage-error.ts";
import { wholeNumber } from "../../whole-number.ts";
import { ARMS } from "./arms.ts";
import { CASE_NAMES, CASES } from "./cases.ts";
import { jobsStudy } from "./jobs-study.ts";
import { JOBS_REPORT } from "./write-jobs-report.ts";

interface Options extends RunFlags {
  runtime?: string[];
  arm?: string[];
  case?: string[];
  blocks?: number;
}

/** The least that give an interval. */
const BLOCKS = 6;

/** The command, not yet parsed. Its actions set the exit code, and throw a `UsageError` for what cannot be met. */
export function createJobsCommand(): Command {
  const program = new Command("bench:jobs")
    .exitOverride()
    .enablePositionalOptions()
    .description(
      "Has jobs done by the distributed pool, by hand and by what one can install: how long they take, what a killed worker costs, and what a killed server loses (about 10 min).",
    )
    .option("--runtime <names>", "the first of them is measured in each block, the others are tried once", names)
    .option("--arm <names>", `among ${ARMS.map(({ name }) => name).join(", ")}`, names)
    .option(
      "--case <names>",
      `among ${CASE_NAMES.join(", ")} (default: all; with --smoke without those that wait)`,
      names,
    )
    .option("--blocks <n>", `how often each is run (default: ${BLOCKS}; with --smoke: 1)`, wholeNumber("--blocks", 1));
  return withRunFlags(program, "jobs", JOBS_REPORT).action(async (options: Options) => {
    process.exitCode = await benchJobs(options);
  });
}

async function benchJobs(options: Options): Promise<number> {
  const runtimes = await chooseRuntimes(options.runtime);
  const { smoke = false, seed = randomInt(2 ** 32) } = options;
  const usual = CASE_NAMES.filter((name) => !smoke || CASES[name].smoke !== null);
  const run = {
    runtimes: new Map(runtimes.map((runtime) => [runtime.name, programIn(runtime, "jobs")])),
    arms: choose("arm", options.arm, ARMS, ({ name }) => name),
    cases: options.case === undefined ? usual : choose("case", options.case, CASE_NAMES, (name) => name),
    smoke,
    blocks: options.blocks ?? (smoke ? 1 : BLOCKS),
    seed,
  };
  if (!run.arms.some(({ cases }) => cases.some((name) => run.cases.includes(name))))
    throw new UsageError("Cannot plan the run: wanted at least one arm that has a case, found none");
  return carryOut({
    kind: "jobs",
    goOn: (folder) => `for what there is, \`pnpm bench:jobs report ${folder}\``,
    flags: options,
    runtimes,
    begin: (runId) => jobsStudy({ runId, ...run }),
    report: JOBS_REPORT,
  });
}
