/** Whether copies of the pools run in a version: their program ends with its answer, and their own tests pass. */
import { delimiter, dirname } from "node:path";
import process from "node:process";
import { execa } from "execa";
import { cleanEnvironment } from "../clean-environment.ts";
import { discoverScenarios, runScenario } from "../conformance/run-scenario.ts";
import { endGroup } from "../study/end-group.ts";
import type { AvailableRuntime } from "../study/runtimes.ts";
import type { MadeCopy } from "../make-copy.ts";
import { MODEL_OF, type Pool, type TriedConformance } from "./versions-report.ts";

const ANSWER = /^the sum of all squares below 200,000 is 2666646666700000$|^520 ms of waiting$/m;
const PROGRAM_MS = 30_000;
const TESTS_MS = 180_000;
/** What a line has that says what went wrong. */
const WRONG = /error|cannot|failed|unexpected|not defined/i;

/** @returns the line that says what failed; null where nothing did */
export async function tryCopy({ folder, run, test }: MadeCopy, binary: string): Promise<string | null> {
  const env = cleanEnvironment({ PATH: `${dirname(binary)}${delimiter}${process.env["PATH"]}`, NO_COLOR: "1" });
  const start = async (command: string, milliseconds: number) => {
    const [, ...args] = command.split(" ");
    const program = execa(binary, args, {
      cwd: folder,
      env,
      extendEnv: false,
      all: true,
      reject: false,
      stdin: "ignore",
      timeout: milliseconds,
      killSignal: "SIGKILL",
      detached: true, // with whatever it starts, which is ended with it where it hangs
    });
    const ended = await program;
    if (ended.timedOut && program.pid !== undefined) endGroup(program.pid);
    return ended;
  };
  const program = await start(run, PROGRAM_MS);
  if (program.failed || !ANSWER.test(program.all)) return `program: ${whatFailed(program)}`;
  // Types are checked by the newest version: an older one knows fewer of the runtime's.
  const tests = await start(test.replace("deno test", "deno test --no-check"), TESTS_MS);
  return tests.failed ? `tests: ${whatFailed(tests)}` : null;
}

function whatFailed({ all, timedOut, exitCode, signal }: Ended): string {
  if (timedOut) return "did not end";
  const line = all.split("\n").find((text) => WRONG.test(text) && !/^\(pass\)|^ok |^✔/.test(text));
  return (line ?? `ended with ${exitCode ?? signal}`).trim().slice(0, 200);
}

interface Ended {
  all: string;
  timedOut: boolean;
  exitCode?: number | undefined;
  signal?: string | undefined;
}

/** Every scenario of the pool's model, which are in TypeScript. */
export async function tryConformance(runtime: AvailableRuntime, pool: Pool): Promise<TriedConformance> {
  const model = MODEL_OF[pool];
  const failed: string[] = [];
  let passed = 0;
  for (const scenario of await discoverScenarios()) {
    if (!scenario.models.includes(model)) continue;
    const checks = await runScenario(runtime, model, scenario);
    passed += checks.filter(({ ok }) => ok).length;
    if (checks.some(({ ok }) => !ok)) failed.push(scenario.name);
  }
  return { pool, passed, failed };
}
