/**
 * Runs one conformance scenario in one cell, from outside: the runtime's own test runner would hide crashes, hangs and
 * orphans, which is just what pools are tried for here.
 */
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import type { CheckLine } from "@triathlon/core/conformance/check";
import { NOT_PROMISED } from "@triathlon/core/conformance/not-promised";
import { missedInputs } from "@triathlon/core/conformance/inputs";
import type { Scenario } from "@triathlon/core/conformance/scenario";
import type { ExecutionModel } from "@triathlon/core/workloads/workload";
import { execa } from "execa";
import { cleanEnvironment } from "../clean-environment.ts";
import { argumentsOf, type AvailableRuntime } from "../study/runtimes.ts";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import { leftovers } from "../leftovers.ts";
import { LOCAL_MODELS } from "@triathlon/core/results/record";
import { modulesIn } from "../modules-in.ts";
import { NatsServer } from "../nats-server.ts";
import { COMPILE_CACHE, REPOSITORY } from "../repository.ts";
import { holdingsOf } from "./holdings.ts";

export interface FoundScenario extends Pick<Scenario, "conditions" | "inputs" | "sacrifice"> {
  name: string;
  url: string;
  models: readonly ExecutionModel[];
}

/** Every file of `core/conformance/scenarios`, by name. */
export async function discoverScenarios(): Promise<FoundScenario[]> {
  const folder = join(REPOSITORY, "packages/core/src/conformance/scenarios");
  return Promise.all(
    modulesIn(folder).map(async (name) => {
      const url = pathToFileURL(join(folder, `${name}.ts`)).href;
      const scenario = ((await import(url)) as { default: Scenario }).default;
      const models: readonly ExecutionModel[] = scenario.models ?? LOCAL_MODELS;
      return {
        ...scenario,
        models: [...models, ...(name in NOT_PROMISED ? [] : (["distributed"] as const))],
        name,
        url,
      };
    }),
  );
}

/** Far longer than any takes where the machine has nothing else to do. */
const TIME_LIMIT_MILLISECONDS = 100_000;
const MARK = "TRIATHLON_CONFORMANCE";

/** The scenario's own checks, and three of the driver's: that it ended, that it ended as it should, that nothing was left; and inputs it missed. */
export async function runScenario(
  runtime: AvailableRuntime,
  model: ExecutionModel,
  scenario: FoundScenario,
  extras: Extras = {},
): Promise<CheckLine[]> {
  const mark = randomUUID();
  const sacrifice = scenario.sacrifice?.(runtime.name, model);
  using folder = model === "distributed" ? new TemporaryFolder() : null;
  const server = folder && new NatsServer(folder.path);
  await server?.start();
  const ended = await startScenario(runtime, model, scenario, mark, { ...extras, jobs: server?.url }).finally(() =>
    server?.kill(),
  );
  const left = await leftovers(mark);
  const tail = ended.stderr.slice(-2000);
  const end = ended.exitCode ?? ended.signal ?? "nothing";
  const checks = ended.stdout
    .split("\n")
    .filter(isCheck)
    .map((line) => JSON.parse(line) as CheckLine);
  const names = checks.flatMap((line) => line.check ?? []);
  const missed = missedInputs(scenario, names, runtime.name, model);
  return [
    ...checks,
    ...missed.map((detail) => ({ check: "every input is tried, or left out for a reason", ok: false, detail })),
    { check: "the program ends by itself", ok: !ended.timedOut, detail: tail },
    sacrifice
      ? {
          check: `${sacrifice.capability}: not so: the program dies of it (${sacrifice.ends.join(" or ")})`,
          ok: sacrifice.ends.includes(end) && checks.length > 0, // not before it had begun
          detail: `${end}: ${tail}`,
        }
      : { check: "with exit code 0", ok: end === 0, detail: `${end}: ${tail}` },
    { check: "leaving no process behind", ok: left.length === 0, detail: left.join(", ") },
  ];
}

/** What a line of JSON begins with that is for us, and asks us for nothing. */
const isCheck = (line: string): boolean => line.startsWith('{"') && line !== LOOK;
const LOOK = '{"look":true}';

/** What a program needs beyond a scenario. */
export interface Extras {
  /** Where the server listens that keeps jobs. */
  jobs?: string | undefined;
  /** A folder it and its children may write to; a real path. */
  folder?: string;
  timeLimitMilliseconds?: number;
  /** Whether it has a process group of its own, as behind a terminal. Default false. */
  ownGroup?: boolean;
}

/** Starts the runtime's conformance entry, and answers when it asks for a look. What it starts carries the mark in its environment. */
export function startScenario(
  runtime: AvailableRuntime,
  model: ExecutionModel,
  scenario: Pick<FoundScenario, "url" | "conditions">,
  mark: string,
  { folder, jobs, timeLimitMilliseconds = TIME_LIMIT_MILLISECONDS, ownGroup = false }: Extras = {},
) {
  const entry = join(dirname(runtime.entry), "conformance.ts");
  const write = folder === undefined ? [] : [folder];
  // What stands behind the entry is for its children.
  const withChildren = { ...runtime, entry, arguments: [...runtime.arguments, "--allow-write={write}"] };
  const net = jobs === undefined ? [] : [new URL(jobs).host];
  const args = argumentsOf(withChildren, { read: [REPOSITORY, ...write], write, net }, model);
  const url = new URL(scenario.url);
  if (jobs !== undefined) url.searchParams.set("jobs", jobs);
  const { dataBytes, environment = {} } = scenario.conditions?.(runtime.name) ?? {};
  const [file, ...rest] = [...limits(dataBytes), runtime.binary, ...args, url.href];
  const program = execa(file, rest, {
    cwd: tmpdir(), // from inside a pnpm workspace, Deno rewrites its package.json when an import fails
    env: cleanEnvironment({ ...runtime.environment, ...COMPILE_CACHE, ...environment, [MARK]: mark }),
    extendEnv: false,
    detached: ownGroup,
    reject: false,
    stdin: "pipe",
    timeout: timeLimitMilliseconds,
    killSignal: "SIGKILL",
  });
  createInterface({ input: program.stdout }).on("line", (line) => {
    if (line === LOOK) program.stdin.write(`${JSON.stringify(holdingsOf(program.pid))}\n`);
  });
  program.stdin.on("error", () => {}); // it may die while it waits for the answer
  return program;
}

/** What goes before a command: a shell that becomes it, with no core dumps and, where the scenario wants that, bounded memory. */
function limits(dataBytes: number | undefined): string[] {
  if (process.platform === "win32") return [];
  const memory = dataBytes === undefined ? "" : `ulimit -d ${Math.floor(dataBytes / 1024)} && `;
  return ["sh", "-c", `ulimit -c 0 && ${memory}exec "$@"`, "sh"];
}
