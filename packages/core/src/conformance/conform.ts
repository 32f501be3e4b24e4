/**
 * Runs one scenario in one cell: what a runtime's conformance entry does. Each check is one line of JSON on stdout; the driver
 * outside judges the lines, how the program ends, and what it leaves behind.
 *
 *     … conformance.ts <model> <scenario URL>[?with=<abilities>&jobs=<server>]
 *
 * With abilities, which are separated by commas or `all`, every pool of workers has those too. The server keeps the jobs of distributed.
 */
import { readSync } from "node:fs";
import process from "node:process";
import { AsyncPool } from "../pool/async-pool.ts";
import type { ExecutionModel } from "../workloads/workload.ts";
import { abilitiesNamed } from "./abilities.ts";
import { capabilitiesOf } from "./capabilities.ts";
import { type CheckLine, checksOf } from "./check.ts";
import type { LocalPool } from "./distributed.ts";
import type { Cell, Check, ConformingExecutor, Holdings, Options, Scenario, WorkerModule } from "./scenario.ts";
import * as tasks from "./tasks.ts";

export interface PoolBindings {
  /** The module that serves the conformance tasks; beside it, by the same name and more, are those that would but do not. */
  module: URL;
  /** @param nextModule called for each worker the pool starts: the module it runs */
  create(nextModule: () => URL, options: Options): ConformingExecutor;
}

/** What the driver is asked for; it answers with {@link Holdings} or null, as one line on stdin. */
export interface LookLine {
  look: true;
}

export async function conform(bindings: {
  runtime: string;
  threading: PoolBindings;
  multiprocessing: PoolBindings;
}): Promise<void> {
  const [model, url = ""] = process.argv.slice(-2) as [ExecutionModel, string?];
  const scenario: Scenario = (await import(url)).default;
  const pools = model === "multiprocessing" ? bindings.multiprocessing : bindings.threading;
  const distributed = model === "distributed" ? await import("./distributed.ts") : undefined;
  const capabilities = capabilitiesOf(bindings.runtime, model);
  const check = checksOf(capabilities, emit);
  const { searchParams } = new URL(url);
  const extra = searchParams.get("with") ?? "";
  const created: ConformingExecutor[] = [];
  const cell: Cell = {
    runtime: bindings.runtime,
    model,
    capabilities,
    hasWorkers: model !== "sequential" && model !== "async",
    abilities: abilitiesNamed(extra).map(({ name }) => name),
    create(options = {}) {
      if (cell.hasWorkers) return cell.createOf(["conforming"], options);
      const { workers = 2, ...rest } = options;
      const executor = new AsyncPool(tasks, { ...rest, concurrency: model === "sequential" ? 1 : workers });
      return keep(created, executor as unknown as ConformingExecutor); // it has no channel to break
    },
    createOf(modules, options = {}) {
      const next = inTurn(modules.map((module) => urlOf(module, pools)));
      const abilities = [...(options.abilities ?? []), ...abilitiesNamed(extra, options.abilities)];
      const pool = pools.create(next, { workers: 2, ...options, abilities });
      if (!distributed) return keep(created, pool);
      return keep(created, new distributed.PoolWithWorker(searchParams.get("jobs") ?? "", pool as LocalPool, options));
    },
    look,
  };
  process.on("unhandledRejection", (error) => check.ok("nothing is rejected unheard", false, error));
  process.on("uncaughtException", (error) => check.ok("nothing is thrown unheard", false, error));

  if (cell.hasWorkers) await warmUp(cell);
  const before = look();
  await scenario.run(cell, check);
  // A thread that cannot be stopped keeps its program alive: such a process is given up by its own exit.
  if (created.some(({ abandoned }) => abandoned > 0)) process.exit(0);
  if (scenario.unclosed) return;
  await checkNothingIsLeft(before, check);
}

/** What a runtime opens once, at its first worker, and keeps: no leak of the scenario's. */
async function warmUp(cell: Cell): Promise<void> {
  await using pool = cell.create();
  await Promise.all([pool.submit("whichWorker", [10]), pool.submit("whichWorker", [10])]);
}

/** Every pool has been closed: what the scenario holds beyond what it began with has leaked. */
async function checkNothingIsLeft(before: Holdings | undefined, check: Check): Promise<void> {
  if (!before) return;
  let after = look() ?? before;
  for (let tries = 0; tries < 40 && exceeds(after, before); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50)); // the system may still be at it
    after = look() ?? before;
  }
  for (const what of ["threads", "descriptors", "children"] as const) {
    const spare = SPARE[what];
    check.ok(
      `no ${what} are left`,
      after[what] <= before[what] + spare,
      `found ${after[what]}, wanted at most ${before[what]} + ${spare}`,
    );
  }
}

/** What a runtime may open for itself after a while, once: Deno a thread with two descriptors and its code cache with three, Bun up to two threads. */
const SPARE: Holdings = { threads: 3, descriptors: 5, children: 0 };

const exceeds = (after: Holdings, before: Holdings): boolean =>
  after.threads > before.threads + SPARE.threads ||
  after.descriptors > before.descriptors + SPARE.descriptors ||
  after.children > before.children + SPARE.children;

/** Blocks this thread until the driver has answered, so that nothing changes while it looks. */
function look(): Holdings | undefined {
  emit({ look: true });
  const answer = Buffer.alloc(256);
  for (;;) {
    try {
      const length = readSync(0, answer);
      return (length === 0 ? null : JSON.parse(answer.toString("utf8", 0, length))) ?? undefined;
    } catch (error) {
      // Some runtimes read stdin without blocking.
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function urlOf(module: WorkerModule, { module: conforming }: PoolBindings): URL {
  if (module === "conforming") return conforming;
  if (!module.endsWith(".ts")) return new URL(conforming.href.replace(/\.ts$/, `-${module}.ts`));
  return new URL(`./workers/${module}`, import.meta.url);
}

/** One after the other, then the last for ever. */
function inTurn<T>(items: readonly T[]): () => T {
  let given = 0;
  return () => items[Math.min(given++, items.length - 1)] as T;
}

function keep<T>(list: T[], item: T): T {
  list.push(item);
  return item;
}

function emit(line: CheckLine | LookLine): void {
  console.log(`\n${JSON.stringify(line)}`); // on a line of its own: a task may have printed without ending its line
}
