/** How a pool is made in each runtime: as the item's own `main.ts` does it, with the worker's file and the options in the caller's hands. */
import type { Runtime } from "../doctor/runtimes.ts";
import type { Candidate, Model } from "./candidates.ts";
import { POOLS } from "./candidates.ts";

interface Starter {
  imports: string;
  /** What starts one, of its URL: `new URL("./tasks.worker.ts", import.meta.url)`. */
  worker: (url: string) => string;
}

const STARTERS: Record<Runtime, Record<"threads" | "processes", Starter>> = {
  node: {
    threads: {
      imports: 'import { Worker } from "node:worker_threads";\n',
      worker: (url) => `() => new Worker(${url})`,
    },
    processes: {
      imports: 'import { fork } from "node:child_process";\n',
      worker: (url) => `() => fork(${url}, { serialization: "advanced" })`,
    },
  },
  deno: {
    threads: { imports: "", worker: (url) => `() => new Worker(${url}, { type: "module" })` },
    processes: {
      imports: 'import { fileURLToPath } from "node:url";\n',
      worker: (url) =>
        `() => new Deno.Command(Deno.execPath(), { args: ["run", "-A", "--no-prompt", fileURLToPath(${url})], stdin: "piped", stdout: "piped" }).spawn()`,
    },
  },
  bun: {
    threads: { imports: "", worker: (url) => `() => new Worker(${url})` },
    processes: {
      imports: "",
      worker: (url) =>
        `(channel) => Bun.spawn([process.execPath, "--no-orphans", Bun.fileURLToPath(${url})], { ...channel, stdio: ["ignore", "inherit", "inherit"] })`,
    },
  },
};

/**
 * The lines that import a pool, its class, and what its constructor is given before the options.
 *
 * @param folder of the pool's files, as a program beside it imports them: `./thread-pool`
 * @param end `.ts` or `.js`
 */
export function starterOf(
  { runtime, model }: Pick<Candidate, "runtime"> & { model: Exclude<Model, "as it is"> },
  folder: string,
  end: string,
): { imports: string; className: string; given: string } {
  const { item, className } = POOLS[model];
  if (model === "async") {
    const own = `import { ${className} } from "${folder}/pool/${item}${end}";\n`;
    return { imports: `${own}import * as tasks from "${folder}/tasks${end}";\n`, className, given: "tasks" };
  }
  const { imports, worker } = STARTERS[runtime][model];
  const own = `import { ${className} } from "${folder}/${item}${end}";\n`;
  const given = worker(`new URL("${folder}/tasks.worker${end}", import.meta.url)`);
  return { imports: imports + own, className, given };
}
