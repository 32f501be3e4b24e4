/** The options of `bench:decide`, read and checked. */
import { randomInt } from "node:crypto";
import { join, resolve } from "node:path";
import type { Environment } from "@triathlon/core/results/environment";
import { Command } from "commander";
import { choose } from "../../choose.ts";
import { PUBLISHED } from "../../files/publish-run.ts";
import { writeJson } from "../../files/write-files.ts";
import { readEnvironment } from "../../report/read-run.ts";
import { commitText, runtimeVersions } from "../../report/text.ts";
import { REPOSITORY } from "../../repository.ts";
import { carryOut, type RunFlags } from "../../study/command.ts";
import { captureEnvironment } from "../../study/environment.ts";
import { discoverRuntimes, isAvailable } from "../../study/runtimes.ts";
import { UsageError } from "../../usage-error.ts";
import { wholeNumber } from "../../whole-number.ts";
import { decideStudy } from "./decide-study.ts";
import { RUNTIMES } from "./truth.ts";
import { decideReport, PLAN, readDecidePlan } from "./write-decide-report.ts";

interface Options extends RunFlags {
  runtime: string;
  workloads: number;
  seconds: number;
  truthSeconds: number;
  resume?: string;
}

/** The command, not yet parsed. */
export function createBenchDecideCommand(): Command {
  return new Command("bench:decide")
    .exitOverride()
    .description(
      "Lets `triathlon decide` advise on functions made by lot, measures every model for itself, and compares.",
    )
    .option("--runtime <name>", `one of ${RUNTIMES.join(", ")}`, "node")
    .option("--workloads <n>", "how many functions", wholeNumber("--workloads", 1), 200)
    .option("--seconds <n>", "that `decide` is given for each", wholeNumber("--seconds", 1), 8)
    .option("--truth-seconds <n>", "for which all models of one are measured", wholeNumber("--truth-seconds", 1), 12)
    .option("--seed <n>", "of the workloads (default: random)", wholeNumber("--seed", 0))
    .option("--out <folder>", "where the run goes (default: results/decide-<time>)")
    .option("--resume <folder>", "goes on with a run that was ended, as it was planned, at the same commit")
    .option("--publish", `keep page and journal in ${PUBLISHED} as well`)
    .option("--no-wait", "refuse, when another run measures on this machine")
    .addHelpText("after", PARTS)
    .allowExcessArguments(false)
    .action(async (options: Options) => {
      process.exitCode = await benchDecide(options);
    });
}

const PARTS = `
A run may be had in parts: Ctrl-C ends one, and --resume goes on with the workload that was in hand, on this day or another. Of a run that is
complete, --resume FOLDER --publish only writes the page again and keeps it.

Exit codes: 0 everything was run, 2 wrong usage, 3 some workload could not be measured, 4 not published, because the run calls itself unfit, 130
or 143 interrupted.`;

async function benchDecide({ resume, runtime: name, workloads, seconds, truthSeconds, ...flags }: Options) {
  const before = resume === undefined ? undefined : readDecidePlan(resolve(resume));
  const [wanted] = choose("runtime", [before?.runtime ?? name], RUNTIMES, (each) => each);
  const runtime = (await discoverRuntimes(REPOSITORY)).find((each) => each.name === wanted);
  if (!runtime || !isAvailable(runtime)) {
    throw new UsageError(
      `Cannot try in "${wanted}": wanted a runtime that is here, found ${runtime?.reason ?? "none of that name"}`,
    );
  }
  if (resume !== undefined) {
    const now = await captureEnvironment([runtime], "built-in", REPOSITORY);
    refuseOther(resume, readEnvironment(resolve(resume)), now);
  }
  return carryOut({
    kind: "decide",
    flags,
    resume,
    goOn: (folder) => `\`pnpm bench:decide --resume ${folder}\` goes on`,
    runtimes: [runtime],
    begin: (runId, folder) => {
      const { seed = randomInt(2 ** 32) } = flags;
      const fresh = { runId, runtime: wanted!, workloads, seconds, truthSeconds, seed };
      if (!before) writeJson(join(folder, PLAN), fresh);
      return decideStudy(folder, before ?? fresh, runtime);
    },
    report: decideReport(wanted!),
  });
}

/**
 * Advice of two rules, or in two versions of a runtime, is not one figure.
 *
 * @throws {UsageError} naming what is other than when the run began
 */
export function refuseOther(folder: string, then: Environment, now: Environment): void {
  const named = (environment: Environment): string[] => {
    const runtimes = environment.runtimes.map(({ runtime }) => runtime);
    return [commitText({ environment }), ...runtimeVersions({ runtimes, environment })];
  };
  const [before, found] = [named(then), named(now)];
  const other = before.findIndex((name, index) => name !== found[index]);
  if (other === -1) return;
  throw new UsageError(
    `Cannot go on with the run in "${folder}": wanted ${before[other]}, as it began with, found ${found[other] ?? "none"}: ` +
      "go on with what it began with, or begin another run",
  );
}
