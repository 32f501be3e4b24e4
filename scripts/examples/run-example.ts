/** Starts an example by the command of its header: for a person who watches, or for a judge. */
import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { cleanEnvironment } from "../clean-environment.ts";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import { COMPILE_CACHE, REPOSITORY } from "../repository.ts";
import { leftovers } from "../leftovers.ts";
import type { AvailableRuntime } from "../study/runtimes.ts";
import { type Example, readExpected } from "./discover.ts";
import { judge } from "./judge.ts";
import { missingPrograms } from "./missing-programs.ts";

/** Seconds after which an example is ended. */
const TIME_LIMIT = 30;
const MARK = "TRIATHLON_EXAMPLE";

/**
 * With the terminal's own streams.
 *
 * @param faithful a unit is a second, as in the tutorials, and not 20 ms
 * @returns the exit code; 1 when a signal ended it
 */
export async function watchExample(
  root: string,
  runtime: AvailableRuntime,
  example: Example,
  faithful: boolean,
): Promise<number> {
  const { exitCode } = await execa(runtime.binary, argumentsOf(example), {
    ...place(root, runtime, faithful ? { UNIT_MS: "1000" } : {}),
    stdio: "inherit",
  });
  return exitCode ?? 1;
}

export interface CheckedExample {
  /** What is wrong, a sentence each: none when it prints what it must, ends by itself and leaves nothing behind. */
  faults: string[];
  /** What it printed, standard output alone. */
  output: string;
}

/** @param timeLimit in seconds */
export async function checkExample(
  root: string,
  runtime: AvailableRuntime,
  example: Example,
  timeLimit = TIME_LIMIT,
): Promise<CheckedExample> {
  const expected = await readExpected(root, example);
  const mark = randomUUID();
  using temporary = new TemporaryFolder();
  const program = execa(runtime.binary, argumentsOf(example), {
    ...place(root, runtime, { ...COMPILE_CACHE, [MARK]: mark, TMPDIR: temporary.path, NO_COLOR: "1" }),
    stdin: "ignore",
    timeout: timeLimit * 1000,
    killSignal: "SIGKILL",
  });
  let output = "";
  program.stdout.on("data", function listen(text) {
    output += String(text);
    if (!expected.until?.test(output)) return;
    program.stdout.off("data", listen);
    program.kill("SIGTERM");
  });
  const ended = await program;
  const processes = await leftovers(mark);
  for (const id of processes) process.kill(id, "SIGKILL");
  const files = readdirSync(temporary.path);
  const end = ended.exitCode ?? ended.signal ?? ended.shortMessage;
  const faults = [
    ...(ended.timedOut ? [`wanted it to end by itself: it or a child had not within ${timeLimit} s`] : []),
    ...(end === 0 || ended.timedOut ? [] : [`wanted exit code 0: found ${end}`]),
    ...(processes.length === 0 ? [] : [`left processes behind: ${processes.join(", ")}`]),
    ...(files.length === 0 ? [] : [`left files behind: ${files.join(", ")}`]),
    ...judge({ runtime: runtime.name, stdout: ended.stdout, stderr: ended.stderr }, expected),
  ];
  return { faults, output: ended.stdout };
}

/** Why an example cannot be run here though its runtime is there: a program that it starts is not. Undefined where it can. */
export const reasonToSkip = ({ programs }: Example, runtime: AvailableRuntime): string | undefined =>
  missingPrograms(programs, pathFor(runtime));

/** What stands behind the name of the runtime, which is called by its real path instead. */
const argumentsOf = ({ run }: Example): string[] => run.split(" ").slice(1);

/**
 * A permission to run "deno" is one to run the first on PATH. Behind it are the other runtimes, as they were installed: Deno's own file first,
 * since the program that npm puts before it hands no signal on.
 */
const pathFor = ({ binary }: AvailableRuntime): string =>
  [dirname(binary), join(MODULES, "deno"), join(MODULES, ".bin"), process.env["PATH"]].join(delimiter);

const MODULES = join(REPOSITORY, "node_modules");

function place(root: string, runtime: AvailableRuntime, added: Record<string, string>) {
  return {
    cwd: root,
    env: cleanEnvironment({ PATH: pathFor(runtime), ...added }),
    extendEnv: false,
    reject: false,
  } as const;
}
