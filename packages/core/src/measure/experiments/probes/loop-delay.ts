/**
 * How late the main loop is while a blocking function runs somewhere. Figures: `delaySeconds`, one for each time a timer was due (see
 * `drift.ts`); `callSeconds`, one for each call.
 */
import { BLOCKING_NAMES, type BlockingName, block } from "../blocking.ts";
import { watchDrift } from "../../drift.ts";
import { type Description, numberOf, type Observed, poolAt, rounded, type Stage, textOf } from "../probe.ts";

const POOLS: Readonly<Record<string, string>> = { thread: "threading", process: "multiprocessing" };

export const description: Description = {
  name: "loop-delay",
  title: "Delay of the main loop",
  question: "How late is the main loop while a blocking function runs in the main thread, in a thread or in a process?",
  blocks: 6,
  timeLimitSeconds: 30,
  settings({ smoke }) {
    const amount = { blockMilliseconds: 40, times: smoke ? 1 : 2, gapMilliseconds: 20, intervalMilliseconds: 2 };
    const functions = smoke ? BLOCKING_NAMES.slice(0, 2) : BLOCKING_NAMES;
    return ["main", ...Object.keys(POOLS)].flatMap((place) =>
      functions.map((name) => ({ place, setting: { function: name }, amount })),
    );
  },
};

export async function run(stage: Stage): Promise<Observed> {
  const name = textOf(stage.setting, "function") as BlockingName;
  const milliseconds = numberOf(stage.amount, "blockMilliseconds");
  if (stage.place === "main") {
    const native = await stage.native.blocking();
    block(name, 1, native); // what is done once is done
    return observe(stage, async () => block(name, milliseconds, native));
  }
  await using pool = poolAt({ ...stage, place: POOLS[stage.place] ?? stage.place }, 1);
  await pool.submit("block", [name, 1]);
  return await observe(stage, () => pool.submit("block", [name, milliseconds]));
}

async function observe({ amount }: Stage, blockOnce: () => Promise<number[]>): Promise<Observed> {
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, numberOf(amount, "gapMilliseconds")));
  await pause();
  const calls: number[] = [];
  const drift = watchDrift(numberOf(amount, "intervalMilliseconds"));
  for (let time = 0; time < numberOf(amount, "times"); time++) {
    await pause();
    calls.push(...(await blockOnce()));
  }
  await pause();
  return { figures: { delaySeconds: drift.stop().map(rounded), callSeconds: calls.map(rounded) } };
}
