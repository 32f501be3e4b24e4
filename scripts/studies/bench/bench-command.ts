/** The options of `bench`, read and checked. */
import { join, resolve } from "node:path";
import { type Mode, MOST_BLOCKS } from "@triathlon/core/results/plan";
import { MOST_SECONDS, record } from "@triathlon/core/results/record";
import { Command, Option } from "commander";
import { z } from "zod";
import { PUBLISHED } from "../../files/publish-run.ts";
import { type Available, type Choices, makePlan } from "./make-plan.ts";
import { names } from "../../names.ts";
import { describeAvailable, describePlan } from "./describe.ts";
import { discoverGuests, discoverRuntimes } from "../../study/runtimes.ts";
import { discoverWorkloads, selectWorkloads } from "./workloads.ts";
import { printable } from "../../printable.ts";
import { REPOSITORY } from "../../repository.ts";
import { findRun, newestRun } from "../../run-folder.ts";
import { UsageError } from "../../usage-error.ts";
import { wholeNumber } from "../../whole-number.ts";
import { programsOf } from "./emit-javascript.ts";
import { listenForInterrupt } from "../../study/when-alone.ts";
import { lockMachine } from "../../study/machine-lock.ts";
import { detectHyperfine } from "./hyperfine.ts";
import { resumeRun, startRun } from "./bench-runs.ts";
import { expectedLanesSeconds } from "./run-lanes.ts";
import { takePace } from "./take-pace.ts";

/** The command, not yet parsed. Its actions set the exit code, and throw a `UsageError` for what cannot be met. */
export function createBenchCommand(): Command {
  const program = new Command("bench")
    .exitOverride() // before the sub-command is made, which inherits it
    .enablePositionalOptions() // what stands behind "resume" is read by it alone
    .description(
      "Compares Node, Deno and Bun, each sequential, async, threading and multiprocessing, on real work; where asked, distributed too.",
    )
    .option("--smoke", "every cell once at its smallest size: does it work? (at most 1 min)")
    .option("--quick", "a first impression (at most 1 min)")
    .option("--full", "larger sizes, more blocks, more passes (at most 50 min); for the largest: --size large")
    .option("--runtime <names>", "only these, e.g. node,bun; --list shows what is measured where it is named", names)
    .option(
      "--model <names>",
      "only these, e.g. async,threading (default: all but distributed, which needs nats-server)",
      names,
    )
    .option("--workload <names>", "only these; a path is a workload of your own: ./mine.ts", names)
    .option("--size <names>", "in place of the mode's sizes", names)
    .option("--workers <n>", "workers of threading, multiprocessing and distributed", wholeNumber("--workers", 1))
    .option("--seed <n>", "of the order within blocks", wholeNumber("--seed", 0))
    .option("--blocks <n>", "exactly so many blocks that count", wholeNumber("--blocks", 1, MOST_BLOCKS))
    .option("--budget <seconds>", "in place of the mode's", positiveNumber("--budget"))
    .option("--time-limit <seconds>", "of one execution (default: 30)", positiveNumber("--time-limit"))
    .option("--files <folder>", "a folder of your own for the workloads that read files")
    .option("--built", "measure JavaScript emitted by tsc, as people deploy it, in place of the .ts itself")
    .option("--dry-run", "print the cells, blocks and expected time, by a few executions that are not kept")
    .option("--list", "print the runtimes, models and workloads there are")
    .option("--schema", "print the JSON Schema of a record")
    .addHelpText("after", MORE_HELP)
    .allowExcessArguments(false);
  withRunOptions(program).action(async (options: Options) => {
    process.exitCode = await bench(options);
  });
  const resumeCommand = program
    .command("resume")
    .argument("[run]", "a run's id or folder (default: the one begun last)")
    .description("continue an interrupted run")
    .option("--trust-plan", "run and read what the run's plan names, also where that is not this repository's");
  withRunOptions(resumeCommand).action(async (run: string | undefined, options: ResumeOptions) => {
    process.exitCode = await resume(run, options);
  });
  return program;
}

const MORE_HELP = `
Exit codes: 0 everything was measured, 2 wrong usage, 3 some execution failed, 4 the machine was too noisy for verdicts
(with --full and in aa), or the run was not published because it calls itself unfit, 130 or 143 interrupted.
A runtime that is not here is skipped, which is no failure.
How far a run is stands in one live line in a terminal, and in whole lines under turbo, with CI set, or with TERM=dumb.`;

interface RunOptions {
  out: string;
  wait: boolean;
  publish?: true;
  publishTo?: string;
}

interface ResumeOptions extends RunOptions {
  trustPlan?: boolean;
}

interface Options extends RunOptions {
  smoke?: true;
  quick?: true;
  full?: true;
  runtime?: string[];
  model?: string[];
  workload?: string[];
  size?: string[];
  workers?: number;
  seed?: number;
  blocks?: number;
  budget?: number;
  timeLimit?: number;
  files?: string;
  built?: true;
  dryRun?: true;
  list?: true;
  schema?: true;
}

const withRunOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--out <folder>", "where runs lie").default(join(REPOSITORY, "results"), "results, in the repository"),
    )
    .option("--publish", `keep report and journal in ${PUBLISHED}, from where \`pnpm docs:fill\` takes them`)
    .option("--publish-to <folder>", "keep them in a folder of your own, for `pnpm report --join`")
    .option("--no-wait", "refuse, when another run measures on this machine");

const placesOf = ({ publish, publishTo }: RunOptions): string[] => [
  ...(publish ? [join(REPOSITORY, PUBLISHED)] : []),
  ...(publishTo === undefined ? [] : [resolve(publishTo)]),
];

async function bench(options: Options): Promise<number> {
  if (options.schema) {
    process.stdout.write(`${JSON.stringify(z.toJSONSchema(record), undefined, 2)}\n`);
    return 0;
  }
  const [runtimes, workloads, hyperfine] = await Promise.all([
    allRuntimes(),
    discoverWorkloads(join(REPOSITORY, "packages/core/src/workloads")),
    detectHyperfine(),
  ]);
  const available = {
    ...runtimes,
    workloads,
    timer: hyperfine === undefined ? ("built-in" as const) : ("hyperfine" as const),
    timerVersion: hyperfine ?? "built-in",
  };
  if (options.list) {
    process.stdout.write(printable(describeAvailable(available)));
    return 0;
  }
  const choices = choicesOf(options);
  if (options.dryRun) {
    return dryRun(choices, available);
  }
  return startRun({ choices, available, out: options.out, noWait: !options.wait, places: placesOf(options) });
}

/** What the repository installs, then what the machine may have. */
async function allRuntimes(): Promise<Pick<Available, "runtimes" | "guests">> {
  const [installed, guests] = await Promise.all([discoverRuntimes(REPOSITORY), discoverGuests(REPOSITORY)]);
  return { runtimes: [...installed, ...guests], guests: guests.map(({ name }) => name) };
}

/** Another run that measures here is not disturbed: then nothing is tried. */
async function dryRun(choices: Choices, available: Available): Promise<number> {
  const plan = await makePlan(choices, available, "dry-run");
  const workloads = await selectWorkloads(available.workloads, choices.workloads);
  const programs = { runtimes: available.runtimes, workloads };
  const lanesSeconds = expectedLanesSeconds({ plan, workloads });
  using interrupt = listenForInterrupt();
  using lock = await lockMachine({ noWait: true }).catch((error: unknown) => {
    if (error instanceof UsageError) return null;
    throw error;
  });
  const pace =
    lock === null
      ? null
      : await takePace({ plan, ...(await programsOf(plan.profile, programs, REPOSITORY)), signal: interrupt.signal });
  process.stdout.write(printable(describePlan(plan, { pace, lanesSeconds })));
  return interrupt.exitCode() ?? 0;
}

async function resume(run: string | undefined, options: ResumeOptions): Promise<number> {
  const { out, wait, trustPlan = false } = options;
  const folder = findRun(run ?? newestRun(out), out);
  const [{ runtimes }, hyperfine] = await Promise.all([allRuntimes(), detectHyperfine()]);
  const places = placesOf(options);
  return resumeRun({ folder, runtimes, timerVersion: hyperfine ?? "built-in", noWait: !wait, trustPlan, places });
}

function choicesOf(options: Options): Choices {
  return {
    mode: modeOf(options),
    profile: options.built ? "built" : "source",
    runtimes: options.runtime,
    models: options.model,
    workloads: options.workload,
    sizes: options.size,
    workers: options.workers,
    seed: options.seed,
    blocks: options.blocks,
    budgetSeconds: options.budget,
    timeLimitSeconds: options.timeLimit,
    files: options.files,
  };
}

function modeOf({ smoke, quick, full }: Options): Mode {
  const chosen: Mode[] = [
    ...(smoke ? ["smoke" as const] : []),
    ...(quick ? ["quick" as const] : []),
    ...(full ? ["full" as const] : []),
  ];
  if (chosen.length > 1) {
    throw new UsageError(
      `Cannot plan the run: wanted one of --smoke, --quick, --full, found --${chosen.join(" and --")}`,
    );
  }
  return chosen[0] ?? "default";
}

const positiveNumber =
  (option: string) =>
  (value: string): number => {
    const number = Number(value);
    if (value.trim() !== "" && number > 0 && number <= MOST_SECONDS) return number;
    throw new UsageError(
      `Cannot plan the run: ${option} must be a number of seconds above 0 and at most ${MOST_SECONDS}: found "${value}"`,
    );
  };
