/**
 * Changes what `add` made, at random and by a seed, and calls `diff`, `doctor`, `update` and `add` on it. Whatever was done: no stack, no command
 * that takes more than five seconds, no file changed that is no item's, nothing shown that is not in a copy, and no line of a person lost.
 *
 * The cases run in a process of their own, which is ended where it hangs.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Planted {
  /** From `packages/cli/src`. */
  file: string;
  /** What stands there, and what is to stand there in its place. */
  from: string;
  to: string;
}

export interface Fuzzed {
  /** Cases that were tried. */
  cases: number;
  /** What was wrong with the last of them, and how to try it again; undefined where nothing was. */
  failure: string | undefined;
}

/** Until a line comes: a command's five seconds, and what a case needs before and after. */
const SILENCE_MS = 15_000;
/** Until the first line. */
const START_MS = 60_000;

export async function fuzzCopies(
  seed: number,
  {
    first = 1,
    cases,
    planted,
    silenceMs = SILENCE_MS,
  }: { first?: number; cases: number; planted?: Planted; silenceMs?: number },
): Promise<Fuzzed> {
  const program = fileURLToPath(new URL("child.ts", import.meta.url));
  const args = [
    program,
    ...[seed, first, first + cases - 1].map(String),
    ...(planted ? [JSON.stringify(planted)] : []),
  ];
  // In memory where that is a folder: hundreds of thousands of small files.
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "triathlon-fuzz-"));
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TMPDIR: folder },
  });
  let last = { number: first, doing: "starting" };
  let wrong: string | undefined;
  let errors = "";
  child.stderr.on("data", (text: Buffer) => (errors += text));
  const watch = (ms: number): NodeJS.Timeout =>
    setTimeout(() => {
      wrong = `no answer within ${ms / 1000} s: ${last.doing}`;
      child.kill("SIGKILL");
    }, ms);
  let watching = watch(START_MS);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  for await (const line of createInterface(child.stdout)) {
    clearTimeout(watching);
    watching = watch(silenceMs);
    const said = JSON.parse(line) as { number: number; doing?: string; wrong?: string };
    last = { ...last, ...said };
    wrong ??= said.wrong;
  }
  clearTimeout(watching);
  const exitCode = await ended;
  rmSync(folder, { recursive: true, force: true });
  if (exitCode !== 0) wrong ??= `ended with ${exitCode}: ${last.doing}\n${errors}`;
  const again = `node test/cli/support/fuzz/child.ts ${seed} ${last.number} ${last.number}`;
  return {
    cases: last.number - first + 1,
    failure: wrong === undefined ? undefined : `case ${last.number} of seed ${seed}: ${wrong}\n  again: ${again}`,
  };
}
