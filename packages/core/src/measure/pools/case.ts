/** What a case is, and what all of them share: passes under a clock, and answers that are looked at. */
import type { PoolFigures, PoolMeasureOrder } from "../../results/pools.ts";
import type { StartedPool } from "./contender.ts";
import type { StartRawWorker } from "./raw.ts";

/** What a case works with. */
export interface Stage {
  order: PoolMeasureOrder;
  /** Constructs the pool. It is closed behind the case. */
  start: () => Promise<StartedPool>;
  /** The wire of this model, to see what the machine can do at this moment. */
  startRaw: StartRawWorker;
}

export type Case = (stage: Stage) => Promise<PoolFigures>;

/** Seconds of one pass. */
export async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Gives what looks at the answers, behind the clock. */
type Work = () => Promise<() => void>;

/**
 * Runs a pass for the warm-up, then for each repetition. `prepare` is not timed: it makes what the pass needs, and gives the pass;
 * what that returns is called behind the clock, to look at the answers.
 */
export async function repeat(
  { repetitions, calls, warmups }: PoolMeasureOrder,
  prepare: (calls: number) => Work | Promise<Work>,
): Promise<number[]> {
  const pass = async (count: number): Promise<number> => {
    const work = await prepare(count);
    let check = (): void => {};
    const seconds = await timed(async () => (check = await work()));
    check();
    return seconds;
  };
  if (warmups > 0) await pass(warmups);
  const seconds: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) seconds.push(await pass(calls));
  return seconds;
}

/** @throws {Error} when the two differ as JSON */
export function expectAnswer(found: unknown, wanted: unknown): void {
  const [found_, wanted_] = [show(found), show(wanted)];
  if (found_ !== wanted_) throw new Error(`wrong answer: wanted ${wanted_}, found ${found_}`);
}

const show = (value: unknown): string => JSON.stringify(value) ?? String(value);

/** Numbers from 0. */
export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Calls the task once for each input, all at once. */
export const submitAll = (
  pool: StartedPool,
  task: "empty" | "mandelbrot",
  inputs: readonly unknown[],
): Promise<unknown[]> => Promise.all(inputs.map((input) => pool.run(task, input)));

/** @throws {Error} naming the first of these answers that is not its input */
export function expectInputs(answers: readonly unknown[], inputs: readonly number[]): void {
  expectAnswer(answers.length, inputs.length);
  for (const [index, input] of inputs.entries()) if (answers[index] !== input) expectAnswer(answers[index], input);
}
