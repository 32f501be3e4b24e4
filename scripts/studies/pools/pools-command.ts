/** The options of `bench:pools`, read and checked. */
import { randomInt } from "node:crypto";
import { join, resolve } from "node:path";
import { type PoolCase, type PoolModel, poolModel } from "@triathlon/core/results/pools";
import { MOST_SECONDS } from "@triathlon/core/results/record";
import { Command } from "commander";
import type { Interrupt } from "../../study/interrupt.ts";
import { withProgress } from "../../study/progress.ts";
import { whenAlone } from "../../study/when-alone.ts";
import { TemporaryFolder } from "../../files/temporary-folder.ts";
import { makeFolder, writeJson } from "../../files/write-files.ts";
import { names } from "../../names.ts";
import { choose } from "../../choose.ts";
import { captureEnvironment } from "../../study/environment.ts";
import { discoverRuntimes, isAvailable, type Runtime } from "../../study/runtimes.ts";
import { REPOSITORY } from "../../repository.ts";
import { printable } from "../../printable.ts";
import { newRunId, requireEmpty } from "../../run-folder.ts";
import { UsageError } from "../../usage-error.ts";
import { wholeNumber } from "../../whole-number.ts";
import { CASE_NAMES } from "./cases.ts";
import { readContenders, type RuntimeContenders } from "./contenders.ts";
import type { PoolRuntime } from "./execute-pool.ts";
import { plannedOf, type Selection } from "./plan-rounds.ts";
import { makePrograms, programsMarkdown, timePrograms } from "./programs.ts";
import { runRounds } from "./run-rounds.ts";
import { PUBLISHED, writePoolsReport } from "./write-pools-report.ts";

/** Some execution failed; everything else is complete. */
const SOME_FAILED = 3;

interface Options {
  runtime?: string[];
  model?: string[];
  contender?: string[];
  case?: string[];
  rounds?: number;
  workers: number;
  seed?: number;
  timeLimit: number;
  out?: string;
  smoke?: true;
  publish?: true;
  wait: boolean;
}

/** The command, not yet parsed. Its actions set the exit code, and throw a `UsageError` for what cannot be met. */
export function createPoolsCommand(): Command {
  const program = new Command("bench:pools")
    .exitOverride()
    .enablePositionalOptions()
    .description("Compares our pools with those one can install, and with bare messages, in interleaved rounds.")
    .option("--runtime <names>", "only these, e.g. node,bun", names)
    .option("--model <names>", `among ${poolModel.options.join(", ")}`, names)
    .option("--contender <names>", "only these, e.g. triathlon,piscina,raw-batched", names)
    .option("--case <names>", `among ${CASE_NAMES.join(", ")}`, names)
    .option("--rounds <n>", "how often each is run (default: 5; with --smoke: 1)", wholeNumber("--rounds", 1))
    .option("--workers <n>", "of each pool", wholeNumber("--workers", 1), 2)
    .option("--seed <n>", "of the order within rounds (default: random)", wholeNumber("--seed", 0))
    .option("--time-limit <seconds>", "of one execution", wholeNumber("--time-limit", 1, MOST_SECONDS), 60)
    .option("--out <folder>", "where the run goes (default: results/pools-<time>)")
    .option("--smoke", "one round of very little: does it work?")
    .option("--publish", `write the report to ${PUBLISHED} as well, from where \`pnpm docs:fill\` takes it`)
    .option("--no-wait", "refuse, when another run measures on this machine")
    .addHelpText("after", EXIT_CODES)
    .allowExcessArguments(false)
    .action(async (options: Options) => {
      process.exitCode = await comparePools(options);
    });
  program
    .command("report")
    .argument("<folder>", "of a run")
    .option("--publish", `write the report to ${PUBLISHED} as well`)
    .description("Computes the report again from the journal. Measures nothing.")
    .action((folder: string, { publish }: { publish?: true }) => report(resolve(folder), publish));
  program
    .command("programs")
    .description(
      "Times whole programs instead, from their start to their first result: copies of Node's thread pool in their forms, beside piscina.",
    )
    .option("--rounds <n>", "how often each is run", wholeNumber("--rounds", 1), 20)
    .option("--seed <n>", "of the order within rounds (default: random)", wholeNumber("--seed", 0))
    .option("--out <folder>", "where the run goes (default: results/programs-<time>)")
    .option("--no-wait", "refuse, when another run measures on this machine")
    .action(async (options: ProgramsOptions) => {
      process.exitCode = await comparePrograms(options);
    });
  return program;
}

interface ProgramsOptions {
  rounds: number;
  seed?: number;
  out?: string;
  wait: boolean;
}

/** What is kept is each time of each program, in seconds, and where it was measured. */
async function comparePrograms({ rounds, seed = randomInt(2 ** 32), out, wait }: ProgramsOptions): Promise<number> {
  const runtimes = choose("runtime", ["node"], await discoverRuntimes(REPOSITORY), ({ name }) => name);
  const [node] = runtimes;
  if (!node || !isAvailable(node)) throw new UsageError(`Cannot time programs: ${node?.reason}`);
  const folder = resolve(out ?? join(REPOSITORY, "results", `programs-${newRunId(new Date())}`));
  requireEmpty(folder);
  return whenAlone(!wait, async (interrupt: Interrupt) => {
    makeFolder(folder);
    process.stderr.write(`Run: ${folder}\n`);
    writeJson(join(folder, "environment.json"), await captureEnvironment(runtimes, "built-in", REPOSITORY));
    // Away from this repository, where the programs would find its modules and a package.json that is not theirs.
    using made = new TemporaryFolder();
    const programs = await makePrograms(made.path);
    const seconds = await timePrograms(programs, node.binary, { rounds, seed, signal: interrupt.signal });
    writeJson(join(folder, "programs.json"), { seed, rounds, seconds: Object.fromEntries(seconds) });
    process.stdout.write(`${programsMarkdown(seconds)}\n`);
    return interrupt.exitCode() ?? 0;
  });
}

const EXIT_CODES = `
Exit codes: 0 everything was run, 2 wrong usage, 3 some execution failed, 130 or 143 interrupted.
What is known not to run is listed with its reason, which is no failure.`;

async function comparePools(options: Options): Promise<number> {
  const found = await discoverRuntimes(REPOSITORY);
  const runtimes = choose("runtime", options.runtime, found, ({ name }) => name);
  const selection = selectionOf(options, runtimes);
  const folder = resolve(options.out ?? join(REPOSITORY, "results", `pools-${newRunId(new Date())}`));
  requireEmpty(folder);
  return whenAlone(!options.wait, async (interrupt: Interrupt) => {
    makeFolder(folder);
    process.stderr.write(`Run: ${folder}\n`);
    writeJson(join(folder, "environment.json"), await captureEnvironment(runtimes, "built-in", REPOSITORY));
    const run = {
      folder,
      selection,
      runtimes: startableOf(runtimes, selection),
      rounds: options.rounds ?? (options.smoke ? 1 : 5),
      seed: options.seed ?? randomInt(2 ** 32),
      timeLimitSeconds: options.timeLimit,
      signal: interrupt.signal,
    };
    const failed = await withProgress((progress) => runRounds({ ...run, progress }));
    const interrupted = interrupt.exitCode();
    if (interrupted !== null) {
      process.stderr.write(`Interrupted: for what there is, \`pnpm bench:pools report ${folder}\`\n`);
      return interrupted;
    }
    report(folder, options.publish);
    return failed > 0 ? SOME_FAILED : 0;
  });
}

function selectionOf(options: Options, runtimes: readonly Runtime[]): Selection {
  const lists = runtimes.map(({ name }) => ({ name, list: readContenders(REPOSITORY, name) }));
  const known = [...new Set(lists.flatMap(({ list }) => list.contenders.map(({ name }) => name)))];
  const selection: Selection = {
    runtimes: lists,
    models: choose<PoolModel>("model", options.model, poolModel.options, (model) => model),
    cases: choose<PoolCase>("case", options.case, CASE_NAMES, (name) => name),
    contenders: options.contender && choose("contender", options.contender, known, (name) => name),
    workers: options.workers,
    smoke: options.smoke === true,
  };
  if (plannedOf(selection).length > 0) return selection;
  throw new UsageError("Cannot plan the run: wanted at least one contender that takes part in a case, found none");
}

function startableOf(
  runtimes: readonly Runtime[],
  selection: Selection,
): Map<string, PoolRuntime | { reason: string }> {
  const listOf = (name: string): RuntimeContenders => selection.runtimes.find((one) => one.name === name)!.list;
  return new Map(
    runtimes.map((runtime): [string, PoolRuntime | { reason: string }] => {
      if (!isAvailable(runtime)) return [runtime.name, { reason: runtime.reason }];
      const { entry, arguments: args } = listOf(runtime.name);
      return [runtime.name, { ...runtime, entry, arguments: args }];
    }),
  );
}

function report(folder: string, publish: true | undefined): void {
  const { terminal, files } = writePoolsReport(folder, publish ? [join(REPOSITORY, PUBLISHED)] : []);
  process.stdout.write(printable(`${terminal}\n${files.join("\n")}\n`));
}
