/** The options of `bench:pools`, read and checked. */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { type PoolCase, type PoolModel, poolModel } from "@triathlon/core/results/pools";
import { MOST_SECONDS } from "@triathlon/core/results/record";
import { Command, Option } from "commander";
import { choose } from "../../choose.ts";
import { TemporaryFolder } from "../../files/temporary-folder.ts";
import { writeJson } from "../../files/write-files.ts";
import { names } from "../../names.ts";
import { REPOSITORY } from "../../repository.ts";
import { carryOut, inFolder, type RunFlags, withRunFlags } from "../../study/command.ts";
import { chooseRuntimes } from "../../study/choose-runtimes.ts";
import { isAvailable, type Runtime } from "../../study/runtimes.ts";
import { UsageError } from "../../usage-error.ts";
import { wholeNumber } from "../../whole-number.ts";
import { CASE_NAMES } from "./cases.ts";
import { readContenders } from "./contenders.ts";
import { groupsOf, type PoolsRun, poolsStudy, type Selection } from "./pools-study.ts";
import { makePrograms, programsMarkdown, timePrograms } from "./programs.ts";
import { POOLS_REPORT } from "./write-pools-report.ts";

interface Options extends RunFlags {
  runtime?: string[];
  model?: string[];
  contender?: string[];
  case?: string[];
  blocks?: number;
  rounds?: number;
  workers: number;
  timeLimit: number;
}

/** The command, not yet parsed. Its actions set the exit code, and throw a `UsageError` for what cannot be met. */
export function createPoolsCommand(): Command {
  const program = new Command("bench:pools")
    .exitOverride()
    .enablePositionalOptions()
    .description("Compares our pools with those one can install, and with bare messages, in interleaved blocks.")
    .option("--runtime <names>", "only these, e.g. node,bun", names)
    .option("--model <names>", `among ${poolModel.options.join(", ")}`, names)
    .option("--contender <names>", "only these, e.g. triathlon,piscina,raw-batched", names)
    .option("--case <names>", `among ${CASE_NAMES.join(", ")}`, names)
    .option(
      "--blocks <n>",
      "how often each is run (default: 6, the fewest that give intervals; with --smoke: 1)",
      wholeNumber("--blocks", 1),
    )
    .addOption(rounds())
    .option("--workers <n>", "of each pool", wholeNumber("--workers", 1), 2)
    .option("--time-limit <seconds>", "of one execution", wholeNumber("--time-limit", 1, MOST_SECONDS), 60);
  withRunFlags(program, "pools", POOLS_REPORT).action(async (options: Options) => {
    process.exitCode = await comparePools(options);
  });
  program
    .command("programs")
    .description(
      "Times whole programs instead, from their start to their first result: copies of Node's thread pool in their forms, beside piscina.",
    )
    .option("--blocks <n>", "how often each is run", wholeNumber("--blocks", 1), 20)
    .addOption(rounds())
    .option("--seed <n>", "of the order within blocks (default: random)", wholeNumber("--seed", 0))
    .option("--out <folder>", "where the run goes (default: results/programs-<time>)")
    .option("--no-wait", "refuse, when another run measures on this machine")
    .action(async (options: ProgramsOptions) => {
      process.exitCode = await comparePrograms(options);
    });
  return program;
}

/** As blocks were called. */
const rounds = (): Option => new Option("--rounds <n>").argParser(wholeNumber("--rounds", 1)).hideHelp();

interface ProgramsOptions extends RunFlags {
  blocks: number;
  rounds?: number;
}

/** What is kept is each time of each program, in seconds, and where it was measured. */
async function comparePrograms({
  blocks: given,
  rounds: named,
  seed = randomInt(2 ** 32),
  out,
  wait,
}: ProgramsOptions) {
  const blocks = named ?? given;
  const runtimes = await chooseRuntimes(["node"]);
  const [node] = runtimes;
  if (!node || !isAvailable(node)) throw new UsageError(`Cannot time programs: ${node?.reason}`);
  return inFolder({ kind: "programs", out, noWait: !wait, runtimes }, async (folder, _, interrupt) => {
    // Away from this repository, where the programs would find its modules and a package.json that is not theirs.
    using made = new TemporaryFolder();
    const programs = await makePrograms(made.path);
    const seconds = await timePrograms(programs, node.binary, { blocks, seed, signal: interrupt.signal });
    writeJson(join(folder, "programs.json"), { seed, blocks, seconds: Object.fromEntries(seconds) });
    process.stdout.write(`${programsMarkdown(seconds)}\n`);
    return interrupt.exitCode() ?? 0;
  });
}

async function comparePools(options: Options): Promise<number> {
  const runtimes = await chooseRuntimes(options.runtime);
  const selection = selectionOf(options, runtimes);
  const run = {
    selection,
    runtimes: startableOf(runtimes, selection),
    blocks: options.blocks ?? options.rounds ?? (options.smoke ? 1 : 6),
    seed: options.seed ?? randomInt(2 ** 32),
    timeLimitSeconds: options.timeLimit,
  };
  return carryOut({
    kind: "pools",
    goOn: (folder) => `for what there is, \`pnpm bench:pools report ${folder}\``,
    flags: options,
    runtimes,
    begin: (runId) => poolsStudy({ runId, ...run }),
    report: POOLS_REPORT,
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
  if (groupsOf({ selection, timeLimitSeconds: options.timeLimit }).flat().length > 0) return selection;
  throw new UsageError("Cannot plan the run: wanted at least one contender that takes part in a case, found none");
}

/** Each runtime with the program of the comparison as its entry. */
const startableOf = (runtimes: readonly Runtime[], { runtimes: lists }: Selection): PoolsRun["runtimes"] =>
  new Map(
    runtimes.map((runtime) => {
      const { entry, arguments: args } = lists.find(({ name }) => name === runtime.name)!.list;
      return [runtime.name, isAvailable(runtime) ? { ...runtime, entry, arguments: args } : runtime];
    }),
  );
