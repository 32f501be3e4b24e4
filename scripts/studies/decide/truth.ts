/**
 * How long a workload really takes in each model: measured apart from `decide`, with the pools that `add` copies, in a process for each
 * candidate and round, long, and with every answer looked at.
 */
import { join } from "node:path";
import { execa } from "execa";
import { makeFolder, writeFile } from "../../files/write-files.ts";
import { createRandom, shuffle } from "@triathlon/core/statistics/random";

export const RUNTIMES = ["node", "deno", "bun"] as const;
export const MODELS = ["as it is", "async", "threads", "processes"] as const;
export type Model = (typeof MODELS)[number];

/** Milliseconds a call, by round; or why it cannot be used. */
export type Truth = Record<Model, { rounds: number[]; invalid: string | null }>;

/** Before anything of it is measured. */
export function unknownTruth(): Truth {
  const unknown = (): Truth[Model] => ({ rounds: [], invalid: null });
  return { "as it is": unknown(), async: unknown(), threads: unknown(), processes: unknown() };
}

export interface TruthOptions {
  runtime: (typeof RUNTIMES)[number];
  /** Its program. */
  binary: string;
  /** The file of `triathlon`'s command, and what runs it. */
  triathlon: readonly string[];
  /** Milliseconds of each round of each candidate. */
  milliseconds: number;
  rounds: number;
  seed: number;
  signal: AbortSignal;
}

/** Of a process, for what is to run however long it takes: each input is asked at least twice. A hang costs no more. */
const PATIENCE_MS = 120_000;

/** What has worked for so long in its first pass is warm. */
const WARM_MS = 1000;

const POOLS = { async: "async-pool", threads: "thread-pool", processes: "process-pool" } as const;

/** @param folder with `work.mjs` in it; gets a folder for each pool */
export async function measureTruth(folder: string, options: TruthOptions): Promise<Truth> {
  const { runtime, binary, rounds, seed, signal, milliseconds } = options;
  for (const model of MODELS) await prepare(folder, model, options);
  const truth = unknownTruth();
  const answers = new Map<Model, string>();
  for (let round = 0; round < rounds; round++) {
    for (const model of shuffle([...MODELS], createRandom(seed, round))) {
      if (signal.aborted || truth[model].invalid !== null) continue;
      const args = [...(runtime === "deno" ? ["run", "-A", "--no-prompt", "--quiet"] : []), programOf(folder, model)];
      const { stdout, exitCode, stderr, timedOut } = await execa(binary, [...args, String(milliseconds)], {
        cwd: folder,
        reject: false,
        timeout: Math.round(20 * milliseconds + PATIENCE_MS),
        cancelSignal: signal,
      });
      const found = /^truth (\S+) (\S+)$/m.exec(stdout);
      if (!found) {
        truth[model].invalid = timedOut ? "did not end in time" : `ended with ${exitCode}: ${stderr.split("\n")[0]}`;
      } else {
        truth[model].rounds.push(Number(found[1]));
        answers.set(model, found[2]!);
      }
    }
  }
  for (const model of MODELS) {
    if (answers.get(model) === answers.get("as it is")) continue;
    truth[model].invalid ??= "its answers are not those of the function as it is";
  }
  return truth;
}

const programOf = (folder: string, model: Model): string => join(folder, `${model.replaceAll(" ", "-")}.mjs`);

async function prepare(folder: string, model: Model, { runtime, triathlon }: TruthOptions): Promise<void> {
  if (model === "as it is") {
    return writeFile(programOf(folder, model), program("", "undefined"));
  }
  const item = POOLS[model];
  const place = join(folder, item);
  const [file = "", ...args] = triathlon;
  await execa(file, [...args, "add", `${runtime}/${item}`, "--to", place, "--no-test"], { cwd: folder });
  makeFolder(place);
  writeFile(join(place, "tasks.ts"), 'export { work } from "../work.mjs";\n');
  const { imports, pool } = STARTERS[runtime][model];
  writeFile(programOf(folder, model), program(imports, pool));
}

const url = (pool: string): string => `new URL("./${pool}/tasks.worker.ts", import.meta.url)`;
const THREADS = 'import { ThreadPool } from "./thread-pool/thread-pool.ts";\n';
const PROCESSES = 'import { ProcessPool } from "./process-pool/process-pool.ts";\n';
const ASYNC = {
  imports: 'import { AsyncPool } from "./async-pool/pool/async-pool.ts";\n',
  pool: "new AsyncPool({ work }, { concurrency: 4 })",
};

const STARTERS = {
  node: {
    async: ASYNC,
    threads: {
      imports: `import { Worker } from "node:worker_threads";\n${THREADS}`,
      pool: `new ThreadPool(() => new Worker(${url("thread-pool")}))`,
    },
    processes: {
      imports: `import { fork } from "node:child_process";\n${PROCESSES}`,
      pool: `new ProcessPool(() => fork(${url("process-pool")}, { serialization: "advanced" }))`,
    },
  },
  deno: {
    async: ASYNC,
    threads: { imports: THREADS, pool: `new ThreadPool(() => new Worker(${url("thread-pool")}, { type: "module" }))` },
    processes: {
      imports: PROCESSES,
      pool: `new ProcessPool(() => new Deno.Command(Deno.execPath(), { args: ["run", "-A", "--no-prompt", ${url("process-pool")}.pathname], stdin: "piped", stdout: "piped" }).spawn())`,
    },
  },
  bun: {
    async: ASYNC,
    threads: { imports: THREADS, pool: `new ThreadPool(() => new Worker(${url("thread-pool")}))` },
    processes: {
      imports: PROCESSES,
      pool: `new ProcessPool((channel) => Bun.spawn([process.execPath, "--no-orphans", Bun.fileURLToPath(${url("process-pool")})], { ...channel, stdio: ["ignore", "inherit", "inherit"] }))`,
    },
  },
} as const;

/** Goes through the inputs again and again for so long, as many at once as fit, and adds up what was answered to each in the first pass. */
function program(imports: string, pool: string): string {
  return `import process from "node:process";
import { createHash } from "node:crypto";
${imports}import { inputs, work } from "./work.mjs";

const all = [...inputs()];
const pool = ${pool};
// Not work(input): V8 compiles some functions into their caller's loop, where they are up to twice as slow as by themselves.
const call = (input) => (pool ? pool.submit("work", [input]) : Reflect.apply(work, undefined, [input]));
async function pass(many) {
  const answers = [];
  for (let n = 0; n < many; n++) {
    if (pool) answers.push(...(await Promise.all(all.map(call))));
    else for (const input of all) answers.push(await call(input));
  }
  return answers;
}
async function timed(many) {
  const began = performance.now();
  const answers = await pass(many);
  return { answers, took: performance.now() - began };
}
const { answers: first, took: firstTook } = await timed(1);
const hash = createHash("sha256");
for (const { sum, bytes } of first) hash.update(String(sum)).update(bytes);
let many = 1;
let warm = firstTook >= ${WARM_MS};
while (!warm) {
  const { took } = await timed(many);
  warm = took >= 50 || many >= 4096;
  if (!warm) many *= 2;
}
let calls = 0;
const began = performance.now();
do {
  await pass(many);
  calls += many * all.length;
} while (performance.now() - began < Number(process.argv[2]));
console.log(\`truth \${(performance.now() - began) / calls} \${hash.digest("hex").slice(0, 16)}\`);
await pool?.close();
process.exit();
`;
}
