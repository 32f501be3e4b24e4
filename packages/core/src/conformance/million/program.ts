/**
 * Not a scenario of the list, but run like one: a million tiny tasks through one executor, and from time to time how much memory is
 * in use. Its address says how: `program.ts?tasks=1000000&way=map`. It prints its samples and leaves it to the driver to judge them.
 */
import process from "node:process";
import type { Cell, Check, ConformingExecutor, Scenario } from "../scenario.ts";
import { type MemoryInUse, memoryHere } from "./memory.ts";

/** Bytes in use after so many tasks, all garbage collected. */
export interface MemorySample {
  tasks: number;
  /** Of the objects of this program. */
  heapBytes: number;
  /** Of the objects of its workers; null where there are none. */
  workersHeapBytes: number | null;
  /** Of all processes together, as the operating system sees them. */
  residentBytes: number;
}

/** `map` makes the calls as their results are wanted; `windows` submits so many at once, each with a deadline and one signal for all. */
export type Way = "map" | "windows";

const SAMPLES = 20;
const WINDOW = 1000;
const WORKERS = 2;

export default {
  async run(cell, check) {
    const { searchParams } = new URL(process.argv.at(-1) ?? "");
    const tasks = Number(searchParams.get("tasks"));
    const perSample = Math.ceil(tasks / SAMPLES);
    const executor = cell.create({ workers: WORKERS });
    const work = searchParams.get("way") === "map" ? byMap : byWindows;
    let sum = 0;
    let done = 0;
    let inOrder = true;
    for await (const value of work(executor, tasks)) {
      inOrder &&= value === done;
      sum += value;
      done++;
      if (done % perSample === 0 || done === tasks)
        console.log(JSON.stringify({ sample: await sample(done, executor, cell, check) }));
    }
    check.equal("every task was run once", [done, sum], [tasks, (tasks * (tasks - 1)) / 2]);
    check.ok("their results came in order", inOrder);
    await executor.close();
  },
} satisfies Scenario;

function byMap(executor: ConformingExecutor, tasks: number): AsyncIterable<number> {
  return executor.map("echo", numbers(0, tasks)) as AsyncIterable<number>;
}

async function* byWindows(executor: ConformingExecutor, tasks: number): AsyncIterable<number> {
  const { signal } = new AbortController();
  for (let first = 0; first < tasks; first += WINDOW) {
    const window = [...numbers(first, Math.min(tasks, first + WINDOW))];
    yield* await Promise.all(window.map((number) => executor.submit("add", [number, 0], { signal, timeout: 60_000 })));
  }
}

function* numbers(first: number, end: number): Generator<number> {
  for (let number = first; number < end; number++) yield number;
}

async function sample(tasks: number, executor: ConformingExecutor, cell: Cell, check: Check): Promise<MemorySample> {
  const workers = cell.hasWorkers ? await memoryOfWorkers(executor, check) : [];
  const here = memoryHere();
  const apart = cell.model === "multiprocessing" ? workers : [];
  return {
    tasks,
    heapBytes: here.heapBytes,
    workersHeapBytes: cell.hasWorkers ? workers.reduce((sum, { heapBytes }) => sum + heapBytes, 0) : null,
    residentBytes: apart.reduce((sum, { residentBytes }) => sum + residentBytes, here.residentBytes),
  };
}

/** Asks until each has answered: which worker gets a call is the pool's affair. */
async function memoryOfWorkers(executor: ConformingExecutor, check: Check): Promise<MemoryInUse[]> {
  const told = new Map<string, MemoryInUse>();
  for (let tries = 0; told.size < WORKERS && tries < MOST_TRIES; tries++) {
    const answers = await Promise.all(Array.from({ length: WORKERS }, () => executor.submit("tellMemory", [])));
    for (const answer of answers) told.set(answer.worker, answer);
  }
  if (told.size !== WORKERS) check.equal("every worker tells what it uses", told.size, WORKERS);
  return [...told.values()];
}

const MOST_TRIES = 50;
