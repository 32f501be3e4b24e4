/** The options of `bench:jobs`, read and checked. */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { Command } from "commander";
import { choose } from "../choose.ts";
import { writeJson } from "../files/write-files.ts";
import { names } from "../names.ts";
import { noServer } from "../nats-server.ts";
import { REPOSITORY } from "../repository.ts";
import { inFolder } from "../study/command.ts";
import { discoverRuntimes, isAvailable } from "../study/runtimes.ts";
import { UsageError } from "../usage-error.ts";
import { wholeNumber } from "../whole-number.ts";
import { type Amount, jobsMarkdown, timeJobs } from "./time-jobs.ts";

interface Options extends Amount {
  runtime?: string[];
  blocks: number;
  seed?: number;
  out?: string;
  wait: boolean;
}

/** Not yet parsed. */
export const createJobsCommand = (): Command =>
  new Command("bench:jobs")
    .exitOverride()
    .description(
      "Times jobs that do nothing, through the distributed pool and through JetStream by hand, in interleaved blocks.",
    )
    .option("--runtime <names>", "only these, e.g. node,bun", names)
    .option("--blocks <n>", "how often each way is timed", wholeNumber("--blocks", 1), 6)
    .option("--round-trips <n>", "jobs one at a time", wholeNumber("--round-trips", 1), 1000)
    .option("--jobs <n>", "jobs at once", wholeNumber("--jobs", 1), 10_000)
    .option("--seed <n>", "of the order within blocks (default: random)", wholeNumber("--seed", 0))
    .option("--out <folder>", "where the run goes (default: results/jobs-<time>)")
    .option("--no-wait", "refuse, when another run measures on this machine")
    .action(async (options: Options) => {
      process.exitCode = await benchJobs(options);
    });

/** What is kept is each time of each way, in seconds, and where it was measured. */
async function benchJobs({ runtime, seed = randomInt(2 ** 32), out, wait, ...amount }: Options): Promise<number> {
  if (noServer !== undefined) throw new UsageError(`Cannot time jobs: ${noServer}`);
  const runtimes = choose("runtime", runtime, await discoverRuntimes(REPOSITORY), ({ name }) => name);
  const available = runtimes.filter(isAvailable);
  if (available.length === 0) throw new UsageError("Cannot time jobs: wanted a runtime, found none that can be run");
  return inFolder({ kind: "jobs", out, noWait: !wait, runtimes }, async (folder, _, interrupt) => {
    const timed = await timeJobs(available, { ...amount, seed, signal: interrupt.signal });
    writeJson(join(folder, "jobs.json"), { seed, ...amount, timed });
    process.stdout.write(`${jobsMarkdown(timed)}\n`);
    return interrupt.exitCode() ?? 0;
  });
}
