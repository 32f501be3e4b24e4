/**
 * Runs one scenario in one cell: what a runtime's conformance entry does. Each check is one line of JSON on stdout; the driver
 * outside judges the lines, the exit code, and whether the program ended by itself.
 *
 *     … conformance.ts <model> <scenario URL>
 */
import process from "node:process";
import { AsyncPool } from "../executor/async-pool.ts";
import { SequentialExecutor } from "../executor/sequential-executor.ts";
import type { ExecutionModel } from "../workloads/workload.ts";
import { capabilitiesOf } from "./capabilities.ts";
import type { Cell, Check, ConformingExecutor, Options, Scenario } from "./scenario.ts";
import * as tasks from "./all-tasks.ts";

export interface CheckLine {
  check: string;
  ok: boolean;
  /** What was found where it is not ok. */
  detail?: string;
}

export interface PoolBindings {
  /** The module that serves the conformance tasks; beside it, by the same name and `-failing-init`, one whose `init` fails. */
  module: URL;
  create(module: URL, options: Options): ConformingExecutor;
}

export async function conform(bindings: {
  runtime: string;
  threading: PoolBindings;
  multiprocessing: PoolBindings;
}): Promise<void> {
  const [model, url = ""] = process.argv.slice(-2) as [ExecutionModel, string?];
  const scenario: Scenario = (await import(url)).default;
  const pools = model === "threading" ? bindings.threading : bindings.multiprocessing;
  const capabilities = capabilitiesOf(bindings.runtime, model);
  const cell: Cell = {
    runtime: bindings.runtime,
    model,
    capabilities,
    hasWorkers: model === "threading" || model === "multiprocessing",
    create(options = {}) {
      if (model === "sequential") return new SequentialExecutor(tasks, options);
      const { workers = 2, ...rest } = options;
      return model === "async"
        ? new AsyncPool(tasks, { ...rest, concurrency: workers })
        : pools.create(pools.module, { workers, ...rest });
    },
    createFailing: (options = {}) =>
      pools.create(new URL(pools.module.href.replace(/\.ts$/, "-failing-init.ts")), { workers: 2, ...options }),
    createOf: (module, options = {}) =>
      pools.create(new URL(`./workers/${module}`, import.meta.url), { workers: 2, ...options }),
  };
  process.on("unhandledRejection", (error) =>
    emit({ check: "nothing is rejected unheard", ok: false, detail: show(error) }),
  );
  const created: ConformingExecutor[] = [];
  await scenario.run({ ...cell, create: (options) => keep(created, cell.create(options)) }, checks);
  // A thread that cannot be stopped keeps its program alive: such a process is given up by its own exit.
  if (created.some(({ abandoned }) => abandoned > 0)) process.exit(0);
}

function keep<T>(list: T[], item: T): T {
  list.push(item);
  return item;
}

const checks: Check = {
  equal(name, found, wanted) {
    this.ok(name, show(found) === show(wanted), `found ${show(found)}, wanted ${show(wanted)}`);
  },
  ok(name, condition, found) {
    emit(condition ? { check: name, ok: true } : { check: name, ok: false, detail: show(found) });
  },
  async rejects(name, promise, errorName) {
    try {
      const value = await promise;
      this.ok(name, false, `resolved to ${show(value)}`);
      return {};
    } catch (error) {
      this.ok(name, error instanceof Error && error.name === errorName, error);
      return error;
    }
  },
};

function emit(line: CheckLine): void {
  console.log(JSON.stringify(line));
}

function show(value: unknown): string {
  if (value instanceof Error) return value.stack ?? String(value);
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}
