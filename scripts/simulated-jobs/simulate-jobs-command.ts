/** `simulate:jobs`, and `compare` and `capacity` of it: how far jobs go, on paper and here. */
import { dirname, join } from "node:path";
import { Command, Option } from "commander";
import { type Engine, ENGINES } from "../engines.ts";
import { makeFolder, writeFile, writeJson } from "../files/write-files.ts";
import { REPOSITORY } from "../repository.ts";
import { chooseRuntimes } from "../study/choose-runtimes.ts";
import { type AvailableRuntime, isAvailable } from "../study/runtimes.ts";
import { whenAlone } from "../study/when-alone.ts";
import { UsageError } from "../usage-error.ts";
import { wholeNumber } from "../whole-number.ts";
import { answer, PUBLISHED } from "./answers.ts";
import { measureCapacity } from "./capacity.ts";
import { compare } from "./compare.ts";
import { answerMarkdown, capacityMarkdown, comparisonMarkdown, isWithin } from "./answers-markdown.ts";
import { PICTURES } from "./pictures.ts";
import { CAPACITY, COMPARED, pictureOf, pictureFile } from "./published.ts";

const NOT_WITHIN = 1;

export function createSimulateJobsCommand(): Command {
  return new Command("simulate:jobs")
    .description("How far jobs on several machines go: simulated, held against real ones, measured.")
    .addCommand(createAnswerCommand(), { isDefault: true })
    .addCommand(createCompareCommand())
    .addCommand(createCapacityCommand());
}

function createAnswerCommand(): Command {
  return new Command("answer")
    .exitOverride()
    .description(
      "answers by simulated jobs: how long a lease, how many retries, when a second worker helps, how many machines",
    )
    .option("--publish", `keep the figures in ${PUBLISHED.file}, and their pictures beside them`)
    .action(async ({ publish }: { publish?: true }) => {
      const found = answer(PUBLISHED.seed);
      for (const [name, picture] of Object.entries(PICTURES))
        process.stdout.write(`${answerMarkdown(picture(found), `${name}.svg`)}\n\n`);
      if (!publish) return;
      keep(PUBLISHED.file, found);
      for (const name of Object.keys(PICTURES))
        writeFile(join(REPOSITORY, pictureFile(name)), await pictureOf(name, found));
    });
}

interface Options {
  engine?: string;
  runtime: string;
  wait: boolean;
  publish?: true;
  seed: number;
}

function createCompareCommand(): Command {
  return withOptions(new Command("compare"), COMPARED)
    .description(
      "predicts what real jobs do here, does them, and says how far the two are apart (about 3 min for each engine)",
    )
    .action(async (options: Options) => {
      const { engines, runtime } = await chosen(options);
      process.exitCode = await whenAlone(!options.wait, async () => {
        const all = [];
        for (const engine of engines) all.push(await compare(engine, runtime, options.seed, say));
        process.stdout.write(`${comparisonMarkdown(all)}\n`);
        if (options.publish) keep(COMPARED, all);
        return all.every(isWithin) ? 0 : NOT_WITHIN;
      });
    });
}

function createCapacityCommand(): Command {
  return withOptions(new Command("capacity"), CAPACITY)
    .description("measures how many empty jobs a second one server carries here, with 1, 2 and 4 worker processes")
    .option("--jobs <n>", "each time", wholeNumber("--jobs", 1), 10_000)
    .option("--times <n>", "how often each is repeated", wholeNumber("--times", 1), 3)
    .action(async (options: Options & { jobs: number; times: number }) => {
      const { engines, runtime } = await chosen(options);
      process.exitCode = await whenAlone(!options.wait, async () => {
        const found = await measureCapacity(engines, runtime, options, say);
        process.stdout.write(`${capacityMarkdown(found)}\n`);
        if (options.publish) keep(CAPACITY, found);
        return 0;
      });
    });
}

const withOptions = (command: Command, published: string): Command =>
  command
    .exitOverride()
    .addOption(
      new Option("--engine <name>", "that keeps the jobs (default: each)").choices(ENGINES.map(({ name }) => name)),
    )
    .option("--runtime <name>", "of all programs", "node")
    .option("--seed <n>", "of what happens when", wholeNumber("--seed", 0, 2 ** 32 - 1), 1)
    .option("--no-wait", "refuse, when another run measures on this machine")
    .option("--publish", `keep the result in ${published}`);

async function chosen({ engine, runtime }: Options): Promise<{ engines: Engine[]; runtime: AvailableRuntime }> {
  const engines = ENGINES.filter(({ name }) => engine === undefined || name === engine);
  for (const { missing } of engines) if (missing !== undefined) throw new UsageError(`Cannot begin: ${missing}`);
  const [found] = await chooseRuntimes([runtime]);
  if (!found || !isAvailable(found)) throw new UsageError(`Cannot begin: ${runtime} is not there: ${found?.reason}`);
  return { engines, runtime: found };
}

function keep(file: string, found: unknown): void {
  const place = join(REPOSITORY, file);
  makeFolder(dirname(place));
  writeJson(place, found);
}

const say = (what: string): void => void process.stderr.write(`${what}\n`);
