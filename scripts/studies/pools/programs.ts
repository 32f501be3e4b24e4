/**
 * From the start of a program to its first result: copies of Node's thread pool in two forms, piscina, and a thread without a pool, each with
 * Node's cache of compiled modules and without. What a case in `cases.ts` times begins when the program has long been loaded; this begins
 * before.
 */
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { median } from "@triathlon/core/statistics/median";
import { medianInterval } from "@triathlon/core/statistics/median-interval";
import { cleanEnvironment } from "../../clean-environment.ts";
import { alone, blockOrder } from "../../study/blocks.ts";
import { table } from "../../report/markdown.ts";
import { linkFolder, makeFolder, writeFile } from "../../files/write-files.ts";
import { REPOSITORY } from "../../repository.ts";
import { makeCopy } from "../../make-copy.ts";

/** What the others are beside. */
const PEER = "piscina";

export interface Program {
  name: string;
  folder: string;
  file: string;
  environment: Record<string, string>;
}

/** When the first result was there is printed in milliseconds since 1970, as this process says when it started the program. */
const PRINT = "console.log(performance.timeOrigin + performance.now());";
const CALL = '"sumOfSquares", [{ from: 0, to: 4 }]';

const ours = (end: string): string =>
  `import { Worker } from "node:worker_threads";
import { ThreadPool } from "./pool/thread-pool${end}";
const createWorker = () => new Worker(new URL("./pool/tasks.worker${end}", import.meta.url));
const pool = new ThreadPool(createWorker, { workers: 1 });
await pool.submit(${CALL});
${PRINT}
await pool.close();
`;

const PISCINA = `import { Piscina } from "piscina";
const filename = new URL("./pool/tasks.js", import.meta.url).href;
const pool = new Piscina({ filename, minThreads: 1, maxThreads: 1 });
await pool.run({ from: 0, to: 4 }, { name: "sumOfSquares" });
${PRINT}
await pool.close();
`;

const THREAD = `import { Worker } from "node:worker_threads";
const worker = new Worker(new URL("./thread.js", import.meta.url));
worker.postMessage({ from: 0, to: 4 });
worker.once("message", () => {
  ${PRINT}
  void worker.terminate();
});
`;
const IN_THREAD = `import { parentPort } from "node:worker_threads";
import { sumOfSquares } from "./pool/tasks.js";
parentPort.on("message", (input) => parentPort.postMessage(sumOfSquares(input)));
`;

/** @param folder in which they are made */
export async function makePrograms(folder: string): Promise<Program[]> {
  const [inTypeScript, inJavaScript] = [join(folder, "ts"), join(folder, "js")];
  await makeCopy("node", "thread-pool", "ts", inTypeScript);
  await makeCopy("node", "thread-pool", "js", inJavaScript);
  for (const place of [inTypeScript, inJavaScript]) writeFile(join(place, "package.json"), '{ "type": "module" }');
  writeFile(join(inTypeScript, "first.ts"), ours(".ts"));
  writeFile(join(inJavaScript, "first.js"), ours(".js"));
  const others = join(folder, "others");
  await makeCopy("node", "thread-pool", "js", others);
  writeFile(join(others, "package.json"), '{ "type": "module" }');
  makeFolder(join(others, "node_modules"));
  const piscina = realpathSync(join(REPOSITORY, "packages/node-examples/node_modules/piscina"));
  linkFolder(piscina, join(others, "node_modules/piscina"), "junction");
  writeFile(join(others, "piscina.js"), PISCINA);
  writeFile(join(others, "first-thread.js"), THREAD);
  writeFile(join(others, "thread.js"), IN_THREAD);
  const made = [
    { name: "a copy as `.ts`", folder: inTypeScript, file: "first.ts" },
    { name: "a copy with `--js`", folder: inJavaScript, file: "first.js" },
    { name: PEER, folder: others, file: "piscina.js" },
    { name: "a thread without a pool", folder: others, file: "first-thread.js" },
  ];
  return made.flatMap((program) => [
    { ...program, environment: {} },
    {
      ...program,
      name: `${program.name}, with NODE_COMPILE_CACHE`,
      environment: { NODE_COMPILE_CACHE: join(folder, `cache-${program.file}`) },
    },
  ]);
}

/**
 * @returns seconds
 * @throws {Error} with what it said, when it gave no result
 */
export async function timeProgram({ folder, file, environment }: Program, binary: string): Promise<number> {
  const options = { cwd: folder, env: cleanEnvironment(environment), extendEnv: false, timeout: 60_000 } as const;
  const began = performance.timeOrigin + performance.now();
  const { stdout, stderr, failed } = await execa(binary, [file], { ...options, reject: false, stdin: "ignore" });
  const there = Number(stdout);
  if (failed || !(there > began))
    throw new Error(`Cannot time ${file}: wanted its first result, found ${stderr || stdout}`);
  return (there - began) / 1000;
}

/** Each program once in each block, in an order of its own; before the first, each once untimed, which also fills the caches. */
export async function timePrograms(
  programs: readonly Program[],
  binary: string,
  { blocks, seed, signal }: { blocks: number; seed: number; signal: AbortSignal },
): Promise<Map<string, number[]>> {
  const seconds = new Map<string, number[]>(programs.map(({ name }) => [name, []]));
  for (let block = 0; block <= blocks; block++) {
    for (const program of blockOrder(alone(programs), seed, block)) {
      if (signal.aborted) return seconds;
      const took = await timeProgram(program, binary).catch((error: unknown) => {
        if (signal.aborted) return null; // Ctrl-C reaches what runs here, too
        throw error;
      });
      if (took === null) return seconds;
      if (block > 0) seconds.get(program.name)!.push(took);
    }
  }
  return seconds;
}

/** Of the programs that were timed, with what each took beside piscina in the same block. */
export function programsMarkdown(seconds: ReadonlyMap<string, readonly number[]>): string {
  const peer = seconds.get(PEER) ?? [];
  const rows = [...seconds].map(([name, values]) => {
    if (values.length === 0) return [name, "0", "", "", ""];
    const interval = medianInterval(values);
    const beside = values.map((value, i) => value / (peer[i] ?? Number.NaN)).filter(Number.isFinite);
    return [
      name,
      String(values.length),
      milliseconds(median(values)),
      interval ? `${milliseconds(interval.low)} to ${milliseconds(interval.high)}` : "",
      beside.length > 0 ? `${median(beside).toFixed(2)} ×` : "",
    ];
  });
  const header = ["from the start of a program to its first result", "runs", "median", "95 %", `beside ${PEER}`];
  return table(header, rows, header.slice(1));
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;
