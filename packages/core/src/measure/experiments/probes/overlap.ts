/** Waits at once, by model. Figures: `wallSeconds`. Nominal waiting divided by it is the overlap factor. */
import { waitBlocked } from "../blocking.ts";
import { type Description, numberOf, type Observed, poolAt, type Stage } from "../probe.ts";

/** More threads or processes than this nobody starts to wait. */
const MOST_WORKERS = 8;

export const description: Description = {
  name: "overlap",
  title: "Waiting at once",
  question: "How many seconds of waiting fit into one second?",
  blocks: 6,
  timeLimitSeconds: 30,
  settings({ smoke }) {
    const pools = smoke ? [10] : [1, 10, 100, 1000];
    return [
      ...each("sequential", smoke ? [1] : [1, 10]),
      ...each("async", smoke ? [1, 10_000] : [1, 10, 100, 1000, 10_000]),
      ...each("threading", pools),
      ...each("multiprocessing", pools),
    ];
  },
};

const each = (place: string, counts: readonly number[]) =>
  counts.map((waits) => ({
    place,
    setting: { waits, workers: place === "sequential" || place === "async" ? 1 : Math.min(waits, MOST_WORKERS) },
    amount: { waitMilliseconds: 10 },
  }));

export async function run(stage: Stage): Promise<Observed> {
  const waits = numberOf(stage.setting, "waits");
  const milliseconds = numberOf(stage.amount, "waitMilliseconds");
  const inAll = (seconds: number): Observed => ({
    figures: { wallSeconds: [seconds], waitSeconds: [milliseconds / 1000] },
  });
  if (stage.place === "sequential") {
    const began = performance.now();
    for (let wait = 0; wait < waits; wait++) waitBlocked(milliseconds);
    return inAll((performance.now() - began) / 1000);
  }
  if (stage.place === "async") {
    const began = performance.now();
    await all(waits, () => new Promise((resolve) => setTimeout(resolve, milliseconds)));
    return inAll((performance.now() - began) / 1000);
  }
  await using pool = poolAt(stage, numberOf(stage.setting, "workers"));
  await pool.prewarm();
  await all(waits, () => pool.submit("waitBlocked", [0])); // each worker has had a task
  const began = performance.now();
  await all(waits, () => pool.submit("waitBlocked", [milliseconds]));
  return inAll((performance.now() - began) / 1000);
}

const all = (count: number, start: () => Promise<unknown>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, start));
