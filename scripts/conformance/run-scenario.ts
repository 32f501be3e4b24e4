/**
 * Runs one conformance scenario in one cell, from outside: the runtime's own test runner would hide crashes, hangs and
 * orphans, which is just what pools are tried for here.
 */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CheckLine } from "@triathlon/core/conformance/conform";
import type { Scenario } from "@triathlon/core/conformance/scenario";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";
import { execa } from "execa";
import { cleanEnvironment } from "../clean-environment.ts";
import { argumentsOf } from "../launch/arguments-of.ts";
import { MODELS } from "../plan/choices.ts";
import type { AvailableRuntime } from "../plan/runtimes.ts";
import { REPOSITORY } from "../repository.ts";

export interface FoundScenario {
  name: string;
  url: string;
  models: readonly ExecutionModel[];
}

/** Every file of `core/conformance/scenarios`, by name. */
export async function discoverScenarios(): Promise<FoundScenario[]> {
  const folder = join(REPOSITORY, "packages/core/src/conformance/scenarios");
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  return Promise.all(
    files.sort().map(async (file) => {
      const url = pathToFileURL(join(folder, file)).href;
      const scenario = ((await import(url)) as { default: Scenario }).default;
      return { name: basename(file, ".ts"), url, models: scenario.models ?? MODELS };
    }),
  );
}

const TIME_LIMIT_MILLISECONDS = 30_000;
const MARK = "TRIATHLON_CONFORMANCE";

/** The scenario's own checks, and three of the driver's: that it ended, that it ended well, that nothing was left. */
export async function runScenario(
  runtime: AvailableRuntime,
  model: ExecutionModel,
  scenario: FoundScenario,
  extras: Extras = {},
): Promise<CheckLine[]> {
  const mark = randomUUID();
  const ended = await startScenario(runtime, model, scenario.url, mark, extras);
  const lines = ended.stdout.split("\n").filter((line) => line.startsWith("{"));
  const checks = lines.map((line) => JSON.parse(line) as CheckLine);
  const tail = ended.stderr.slice(-2000);
  const left = await leftovers(mark);
  return [
    ...checks,
    { check: "the program ends by itself", ok: !ended.timedOut, detail: tail },
    { check: "with exit code 0", ok: ended.exitCode === 0, detail: `${ended.exitCode ?? ended.signal}: ${tail}` },
    { check: "leaving no process behind", ok: left.length === 0, detail: left.join(", ") },
  ];
}

/** What a program needs beyond a scenario. */
export interface Extras {
  /** A folder it and its children may write to; a real path. */
  folder?: string;
  /** Variables it and its children get. */
  environment?: Readonly<Record<string, string>>;
  timeLimitMilliseconds?: number;
}

/** Starts the runtime's conformance entry. What it starts carries the mark in its environment. */
export function startScenario(
  runtime: AvailableRuntime,
  model: ExecutionModel,
  url: string,
  mark: string,
  { folder, environment, timeLimitMilliseconds = TIME_LIMIT_MILLISECONDS }: Extras = {},
) {
  const entry = join(dirname(runtime.entry), "conformance.ts");
  const write = folder === undefined ? [] : [folder];
  // What stands behind the entry is for its children.
  const withChildren = { ...runtime, entry, arguments: [...runtime.arguments, "--allow-write={write}"] };
  const args = argumentsOf(withChildren, { read: [REPOSITORY, ...write], write, net: [] }, model);
  return execa(runtime.binary, [...args, url], {
    cwd: tmpdir(), // from inside a pnpm workspace, Deno rewrites its package.json when an import fails
    env: cleanEnvironment({ ...runtime.environment, ...environment, [MARK]: mark }),
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: timeLimitMilliseconds,
    killSignal: "SIGKILL",
  });
}

/** The ids of living processes that carry the mark; none where there is no `/proc` to look at. */
export async function leftovers(mark: string): Promise<number[]> {
  for (let tries = 0; ; tries++) {
    const found = marked(mark);
    // A child that has been told to end may need a moment.
    if (found.length === 0 || tries === 40) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function marked(mark: string): number[] {
  let ids: string[];
  try {
    ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return ids.filter((id) => readOrNothing(`/proc/${id}/environ`).includes(`=${mark}`)).map(Number);
}

/** A zombie's environment is empty, and a process may be gone between the two looks. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
