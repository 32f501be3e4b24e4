/** The options of `chaos`, and what it prints. */
import { randomInt } from "node:crypto";
import { Command, Option } from "commander";
import { ENGINES } from "../engines.ts";
import { names } from "../names.ts";
import { chooseRuntimes } from "../study/choose-runtimes.ts";
import { type AvailableRuntime, isAvailable } from "../study/runtimes.ts";
import { UsageError } from "../usage-error.ts";
import { wholeNumber } from "../whole-number.ts";
import { runChaos } from "./run-chaos.ts";

/** Larger ones are the same to the generator as some smaller one. */
const LARGEST_SEED = 2 ** 32 - 1;

/** Not yet parsed. */
export const createChaosCommand = (): Command =>
  new Command("chaos")
    .description("Kills workers, servers and callers while jobs are done, and counts whether any is lost.")
    .option(
      "--runtime <names>",
      "among the runtimes, separated by commas: workers of each, submitted to by each in turn",
      names,
    )
    .addOption(
      new Option("--engine <name>", "that keeps the jobs").choices(ENGINES.map(({ name }) => name)).default("nats"),
    )
    .option("--kills <n>", "how often something is killed, held up or cut off", wholeNumber("--kills", 1), 1000)
    .option("--seed <n>", "of what happens to whom (default: random)", wholeNumber("--seed", 0, LARGEST_SEED))
    .action(run);

async function run({
  runtime,
  engine: chosen,
  kills,
  seed = randomInt(LARGEST_SEED),
}: {
  runtime?: string[];
  engine: string;
  kills: number;
  seed?: number;
}): Promise<void> {
  const engine = ENGINES.find(({ name }) => name === chosen)!;
  if (engine.missing !== undefined) throw new UsageError(`Cannot begin: ${engine.missing}`);
  const runtimes = await chooseRuntimes(runtime);
  const available = runtimes.filter((each): each is AvailableRuntime => isAvailable(each));
  for (const each of runtimes) if (!isAvailable(each)) console.log(`${each.name}: not run: ${each.reason}`);
  if (available.length === 0) throw new UsageError("Cannot begin: wanted a runtime, found none that can be run");
  console.log(`seed ${seed}, jobs in ${engine.name}, programs in ${available.map(({ name }) => name).join(", ")}`);
  const { done, jobs, cancelled, again, lost, several, poison, faults } = await runChaos({
    engine,
    runtimes: available,
    kills,
    seed,
  });
  for (const [what, times] of Object.entries(done)) console.log(`${String(times).padStart(6)} × ${what}`);
  console.log(
    `${jobs} jobs, of which ${cancelled} were cancelled in time; ${again} runs of jobs that had begun before`,
  );
  console.log(`${lost} lost, ${several} with a second result, no process left behind`);
  console.log(`${poison.jobs} jobs that kill their workers, ${poison.givenUp} given up`);
  console.log(faults.length === 0 ? "none of the others given up: no faults" : `${faults.length} faults:`);
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
