/** What the commands of studies have in common: their options, and a run from its empty folder to its report. */
import { join, resolve } from "node:path";
import type { Envelope } from "@triathlon/core/results/record";
import type { Command } from "commander";
import { PUBLISHED, type Published, publishRun, UNFIT } from "../files/publish-run.ts";
import { makeFolder, writeFile, writeJson } from "../files/write-files.ts";
import { printable } from "../printable.ts";
import { REPOSITORY } from "../repository.ts";
import { newRunId, requireEmpty } from "../run-folder.ts";
import { wholeNumber } from "../whole-number.ts";
import { captureEnvironment } from "./environment.ts";
import { withProgress } from "./progress.ts";
import { isAvailable, type Runtime } from "./runtimes.ts";
import { runStudy, type Study } from "./study.ts";
import { type Interrupt, whenAlone } from "./when-alone.ts";

/** Some execution failed; everything else is complete. */
export const SOME_FAILED = 3;

export interface RunFlags {
  seed?: number;
  out?: string;
  smoke?: true;
  publish?: true;
  wait: boolean;
}

const PUBLISH = `keep report and journal in ${PUBLISHED} as well, from where \`pnpm docs:fill\` takes them`;

/**
 * The options of {@link RunFlags} and, as a command, `report`.
 *
 * @param kind what its runs are called: `results/<kind>-<time>`
 */
export function withRunFlags(program: Command, kind: string, report: StudyReport): Command {
  program
    .option("--seed <n>", "of the order within blocks (default: random)", wholeNumber("--seed", 0))
    .option("--out <folder>", `where the run goes (default: results/${kind}-<time>)`)
    .option("--smoke", "one block of very little: does it work?")
    .option("--publish", PUBLISH)
    .option("--no-wait", "refuse, when another run measures on this machine")
    .addHelpText("after", EXIT_CODES)
    .allowExcessArguments(false);
  program
    .command("report")
    .argument("<folder>", "of a run")
    .option("--publish", PUBLISH)
    .description("Computes the report again from the journal. Measures nothing.")
    .action(async (folder: string, { publish }: { publish?: true }) => {
      process.exitCode = await writeAndPublish(report, resolve(folder), publish);
    });
  return program;
}

const EXIT_CODES = `
Exit codes: 0 everything was run, 2 wrong usage, 3 some execution failed, 4 not published, because the run calls itself unfit, 130 or 143
interrupted.
What is known not to run is listed with its reason, which is no failure.`;

export interface WrittenStudyReport {
  /** For a terminal. */
  terminal: string;
  /** Paths; the last is what a person reads of this run. */
  files: string[];
  /** Why the figures are not to be relied on, in sentences; empty where the run is fit to be published. */
  unfit: string[];
}

export interface StudyReport {
  /** Computes the report of a run from its journal, and writes it into its folder. */
  write: (folder: string) => WrittenStudyReport | Promise<WrittenStudyReport>;
  published: Published;
}

/** Writes `<name>.json` and `<name>.md`. */
export function writeBoth(folder: string, name: string, data: object, markdown: string): string[] {
  const [json, text] = [join(folder, `${name}.json`), join(folder, `${name}.md`)];
  writeJson(json, data);
  writeFile(text, markdown);
  return [json, text];
}

export interface StudyRun<Setting, Kept extends Envelope> {
  kind: string;
  flags: Omit<RunFlags, "smoke">;
  /** The folder of a run that is gone on with. Default: a new one. */
  resume?: string | undefined;
  /** What an interrupted run says. */
  goOn: (folder: string) => string;
  runtimes: readonly Runtime[];
  /** Makes the study of a run, and writes down its plan. */
  begin: (runId: string, folder: string) => Study<Setting, Kept>;
  report: StudyReport;
}

/** The exit code: see `EXIT_CODES`. @throws {UsageError} when the folder is not empty */
export async function carryOut<Setting, Kept extends Envelope>({
  kind,
  flags: { out, wait, publish },
  resume,
  goOn,
  runtimes,
  begin,
  report,
}: StudyRun<Setting, Kept>): Promise<number> {
  return inFolder({ kind, out, resume, noWait: !wait, runtimes }, async (folder, runId, interrupt) => {
    const study = begin(runId, folder);
    const { failed } = await withProgress((progress) => {
      for (const runtime of runtimes) {
        if (!isAvailable(runtime)) progress.note(`not run: ${runtime.name}: ${runtime.reason}`);
      }
      return runStudy(study, { folder, progress, signal: interrupt.signal });
    });
    const interrupted = interrupt.exitCode();
    if (interrupted !== null) {
      process.stderr.write(`Interrupted: ${goOn(folder)}\n`);
      return interrupted;
    }
    const exitCode = await writeAndPublish(report, folder, publish);
    return failed > 0 ? SOME_FAILED : exitCode;
  });
}

interface Place {
  kind: string;
  out: string | undefined;
  resume?: string | undefined;
  noWait: boolean;
  runtimes: readonly Runtime[];
}

/** Does something alone on this machine, in a folder that has nothing but `environment.json` unless it is one that is gone on with. */
export async function inFolder(
  { kind, out, resume, noWait, runtimes }: Place,
  work: (folder: string, runId: string, interrupt: Interrupt) => Promise<number>,
): Promise<number> {
  const runId = newRunId(new Date());
  const folder = resolve(resume ?? out ?? join(REPOSITORY, "results", `${kind}-${runId}`));
  if (resume === undefined) requireEmpty(folder);
  return whenAlone(noWait, async (interrupt) => {
    if (resume === undefined) requireEmpty(folder); // another may have run into it meanwhile
    process.stderr.write(`Run: ${folder}\n`);
    if (resume === undefined) {
      makeFolder(folder);
      writeJson(join(folder, "environment.json"), await captureEnvironment(runtimes, "built-in", REPOSITORY));
    }
    return work(folder, runId, interrupt);
  });
}

/** The exit code. */
async function writeAndPublish(
  { write, published }: StudyReport,
  folder: string,
  publish: true | undefined,
): Promise<number> {
  const { terminal, files, unfit } = await write(folder);
  const copies = publish ? publishRun(folder, join(REPOSITORY, PUBLISHED), published, unfit) : [];
  process.stdout.write(printable(`${terminal}\n${[...(copies ?? []), ...files].join("\n")}\n`));
  return copies === null ? UNFIT : 0;
}
