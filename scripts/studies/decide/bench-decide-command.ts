/** The options of `bench:decide`, read and checked. */
import { randomInt } from "node:crypto";
import { availableParallelism, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { choose } from "../../choose.ts";
import { readJournal } from "../../files/journal.ts";
import { type DecidePlan, decidePlan, decideStudy, DECISIONS } from "./decide-study.ts";
import { PUBLISHED } from "../../files/publish-run.ts";
import { writeFile, writeJson } from "../../files/write-files.ts";
import { readDocument } from "../../read-document.ts";
import { REPOSITORY } from "../../repository.ts";
import { carryOut, type RunFlags, type StudyReport } from "../../study/command.ts";
import { type AvailableRuntime, discoverRuntimes, isAvailable } from "../../study/runtimes.ts";
import { UsageError } from "../../usage-error.ts";
import { wholeNumber } from "../../whole-number.ts";
import { decideMarkdown } from "./decide-markdown.ts";
import { RUNTIMES } from "./truth.ts";

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
    .option("--resume <folder>", "goes on with a run that was ended, as it was planned")
    .option("--publish", `keep page and journal in ${PUBLISHED} as well`)
    .option("--no-wait", "refuse, when another run measures on this machine")
    .allowExcessArguments(false)
    .action(async (options: Options) => {
      process.exitCode = await benchDecide(options);
    });
}

const PLAN = "plan.json";

const readPlan = (folder: string): DecidePlan =>
  readDocument(join(folder, PLAN), decidePlan, { wanted: "a plan of bench:decide", hint: "name the folder of a run" });

async function benchDecide({ resume, runtime: name, workloads, seconds, truthSeconds, ...flags }: Options) {
  const before = resume === undefined ? undefined : readPlan(resolve(resume));
  const [wanted] = choose("runtime", [before?.runtime ?? name], RUNTIMES, (each) => each);
  const runtime = (await discoverRuntimes(REPOSITORY)).find((each) => each.name === wanted);
  if (!runtime || !isAvailable(runtime)) {
    throw new UsageError(
      `Cannot try in "${wanted}": wanted a runtime that is here, found ${runtime?.reason ?? "none of that name"}`,
    );
  }
  return carryOut({
    kind: "decide",
    flags,
    resume,
    goOn: (folder) => `\`pnpm bench:decide --resume ${folder}\` goes on`,
    runtimes: [runtime],
    begin: (runId, folder) => {
      const { seed = randomInt(2 ** 32) } = flags;
      const fresh = { runId, runtime: wanted!, workloads, seconds, truthSeconds, seed, loadAverage: loadavg()[0] ?? 0 };
      if (!before) writeJson(join(folder, PLAN), fresh);
      return decideStudy(folder, before ?? fresh, runtime);
    },
    report: reportOf(runtime),
  });
}

/** One page for each runtime. */
function reportOf(runtime: AvailableRuntime): StudyReport {
  const page = `decide-${runtime.name}.md`;
  const write = (folder: string) => {
    const plan = readPlan(folder);
    const terminal = decideMarkdown([...readJournal(folder, DECISIONS)], facts(plan, runtime));
    writeFile(join(folder, page), terminal);
    const isBusy = plan.loadAverage > availableParallelism();
    const unfit = isBusy
      ? [`The machine was busy when this run began: load average ${plan.loadAverage.toFixed(1)}.`]
      : [];
    return { terminal, files: [join(folder, page)], unfit };
  };
  const documents = [PLAN, "environment.json"];
  return {
    write,
    published: { name: `decide-${runtime.name}`, report: [page], documents, journals: [DECISIONS.file] },
  };
}

function facts(
  { runId, workloads, seconds, seed, loadAverage }: DecidePlan,
  { title, version }: AvailableRuntime,
): string {
  return `Run ${runId} in ${title} ${version}: ${workloads} workloads of seed ${seed}, ${seconds} seconds for each advice, load average ${loadAverage.toFixed(1)} at the start.`;
}
