/** `bench aa` and `bench selftest`: is the bench itself to be trusted, on this machine, now? */
import { join } from "node:path";
import { Command } from "commander";
import { whenAlone } from "../study/when-alone.ts";
import { writeJson } from "../files/write-files.ts";
import { discoverRuntimes } from "../study/runtimes.ts";
import { REPOSITORY } from "../repository.ts";
import { createRunFolder, newRunId } from "../run-folder.ts";
import { wholeNumber } from "../whole-number.ts";
import { runAa } from "./aa.ts";
import { aaMarkdown, selftestMarkdown } from "./calibration-markdown.ts";
import type { Bench } from "./run-known-work.ts";
import { runSelftest } from "./selftest.ts";

/** What stands in the documents. */
export const PUBLISHED = { aa: "docs/results/aa.json", selftest: "docs/results/selftest.json" };

const DID_NOT_PASS = 1;
const TOO_NOISY = 4;

interface Options {
  out: string;
  wait: boolean;
  publish?: true;
}

export function createAaCommand(): Command {
  return withOptions(new Command("aa"), PUBLISHED.aa)
    .description("compares cells with themselves: how often is a difference seen that is none? (about 10 min)")
    .option("--comparisons <n>", "how many", wholeNumber("--comparisons", 1), 200)
    .option("--blocks <n>", "in each of them", wholeNumber("--blocks", 1), 9)
    .option("--seed <n>", "of the order within blocks", wholeNumber("--seed", 0))
    .action((options: Options & { comparisons: number; blocks: number; seed?: number }) =>
      calibrate("aa", options, async (bench) => {
        const result = await runAa({ ...options, seed: options.seed }, bench);
        return result && { ...result, result, text: aaMarkdown(result), tooNoisy: result.noise.tooNoisy };
      }),
    );
}

export function createSelftestCommand(): Command {
  return withOptions(new Command("selftest"), PUBLISHED.selftest)
    .description("lies to the bench and disturbs it: does it notice? (about 4 min)")
    .option("--trials <n>", "in which 10 % more work is to be found", wholeNumber("--trials", 1), 20)
    .option("--blocks <n>", "in each of them", wholeNumber("--blocks", 1), 12)
    .action((options: Options & { trials: number; blocks: number }) =>
      calibrate("selftest", options, async (bench) => {
        const result = await runSelftest(options, bench);
        return result && { ...result, result, text: selftestMarkdown(result) };
      }),
    );
}

const withOptions = (command: Command, published: string): Command =>
  command
    .option("--out <folder>", "where runs lie", join(REPOSITORY, "results"))
    .option("--no-wait", "refuse, when another run measures on this machine")
    .option("--publish", `keep the result in ${published}`)
    .addHelpText(
      "after",
      "\nExit codes: 0 passed, 1 did not pass, 4 the machine was too noisy to say, 130 or 143 interrupted.",
    );

interface Outcome {
  result: object;
  text: string;
  passed: boolean;
  tooNoisy: boolean;
}

async function calibrate(
  name: keyof typeof PUBLISHED,
  { out, wait, publish }: Options,
  run: (bench: Bench) => Promise<Outcome | null>,
): Promise<void> {
  const runtimes = await discoverRuntimes(REPOSITORY);
  process.exitCode = await whenAlone(!wait, async (interrupt) => {
    const folder = createRunFolder(out, `${newRunId(new Date())}-${name}`);
    process.stderr.write(`Run: ${folder}\n`);
    const outcome = await run({ folder, runtimes, signal: interrupt.signal });
    if (outcome === null) return interrupt.exitCode() ?? DID_NOT_PASS;
    const report = join(folder, `${name}.json`);
    writeJson(report, outcome.result);
    if (publish) writeJson(join(REPOSITORY, PUBLISHED[name]), outcome.result);
    process.stdout.write(`${outcome.text}\n${report}\n`);
    if (outcome.tooNoisy) return TOO_NOISY;
    return outcome.passed ? 0 : DID_NOT_PASS;
  });
}
