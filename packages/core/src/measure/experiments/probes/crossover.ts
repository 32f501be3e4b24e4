/**
 * Tasks of a size in two workers, and before and behind them in this thread: a few sizes over the whole range, then many around the one at
 * which both are as fast. Figures, one for each trial, in the order of the trials: `sizes` (the wanted µs), `workSeconds` (one task in
 * this thread) and `speedUp` (this thread's time ÷ the workers').
 */
import { type Description, numberOf, type Observed, poolAt, type Stage, textOf } from "../probe.ts";
import { receive } from "../tasks.ts";
import { STEPS_PER_DECADE, upAndDown } from "../up-and-down.ts";

const PAYLOADS = [0, 1024, 64 * 1024, 1024 * 1024];
/** What is smaller is cloned: nobody would move or share it. */
const LEAST_MOVED = 64 * 1024;
/** What the tasks of one pass take together, about, in seconds. */
const PASS_SECONDS = 5e-3;
/** What the payloads of one pass hold together at most. */
const PASS_BYTES = 8 * 1024 * 1024;
const MOST_TASKS = 256;
const WORKERS = 2;
const WARM_UP_SECONDS = 20e-3;
const CALIBRATION = { passes: 20, times: 500 };
const SMALLEST_SECONDS = 1e-6;
/** What the trials behind the grid take together, about, at most: where tasks are long, a few say as much as many short ones. */
const ENOUGH_SECONDS = 0.5;

export const description: Description = {
  name: "crossover",
  title: "When a worker pays",
  question: "How long must a task take before two workers are faster than the program's own thread?",
  blocks: 9,
  timeLimitSeconds: 30,
  settings({ smoke }) {
    const amount = smoke
      ? { alwaysSeconds: 1e-3, mostSeconds: 0.01, trials: 4 }
      : { alwaysSeconds: 0.01, mostSeconds: 0.1, trials: 24 };
    const payloads = smoke ? [0, 64 * 1024] : PAYLOADS;
    const planned = (place: string, payloadBytes: number, crossing: string) => ({
      place,
      setting: { payloadBytes, crossing, workers: WORKERS },
      amount,
    });
    return payloads.flatMap((bytes) => [
      planned("threading", bytes, "cloned"),
      ...(bytes < LEAST_MOVED
        ? []
        : [planned("threading", bytes, "transferred"), planned("threading", bytes, "shared")]),
      planned("multiprocessing", bytes, "cloned"),
    ]);
  },
};

export async function run(stage: Stage): Promise<Observed> {
  const workers = numberOf(stage.setting, "workers");
  const bytes = numberOf(stage.setting, "payloadBytes");
  const crossing = textOf(stage.setting, "crossing");
  const figures = { sizes: [] as number[], workSeconds: [] as number[], speedUp: [] as number[] };
  await using pool = poolAt(stage, workers);
  await pool.prewarm();
  const unit = calibrate();
  const warmUp = Math.round(WARM_UP_SECONDS / unit);
  await Promise.all(Array.from({ length: 2 * workers }, () => pool.submit("receive", [null, warmUp])));
  // Calls and messages are compiled too, on both sides.
  for (let call = 0; call < 10 * MOST_TASKS; call++) receive(null, 1);
  await Promise.all(Array.from({ length: MOST_TASKS }, () => pool.submit("receive", [null, 1])));
  const steps = {
    always: stepOf(numberOf(stage.amount, "alwaysSeconds")),
    most: stepOf(numberOf(stage.amount, "mostSeconds")),
    trials: numberOf(stage.amount, "trials"),
  };
  let gridEnded: number | null = null;
  await upAndDown(steps, areWorkersFaster, () => {
    gridEnded ??= performance.now();
    return (performance.now() - gridEnded) / 1000 < ENOUGH_SECONDS;
  });
  return { figures };

  async function areWorkersFaster(step: number): Promise<boolean> {
    const seconds = SMALLEST_SECONDS * 10 ** (step / STEPS_PER_DECADE);
    const times = Math.max(1, Math.round(seconds / unit));
    const most = bytes === 0 ? MOST_TASKS : Math.min(MOST_TASKS, PASS_BYTES / bytes);
    const half = Math.max(1, Math.round(Math.min(PASS_SECONDS / seconds, most) / workers));
    const tasks = half * workers;
    const [payloads, own] = [payloadsOf(tasks), payloadsOf(tasks)]; // what is transferred is gone
    const wanted = receive(null, times) + bytes;
    const inThread = (some: typeof own): number => {
      const began = performance.now();
      for (const payload of some) receive(payload, times);
      return (performance.now() - began) / 1000;
    };
    // Half before the workers and half behind them, so that a machine that becomes slower or faster favours neither. Taking turns in who
    // comes first would not do: sizes go up and down by one step, and each would always be tried in the same order.
    const before = inThread(own.slice(0, tasks / 2));
    const began = performance.now();
    const answers = await Promise.all(
      payloads.map((payload) =>
        pool.submit("receive", [payload, times], {
          transfer: crossing === "transferred" && payload !== null ? [payload] : undefined,
        }),
      ),
    );
    const pooled = (performance.now() - began) / 1000;
    const inline = before + inThread(own.slice(tasks / 2));
    const wrong = answers.find((answer) => answer !== wanted);
    if (wrong !== undefined) throw new Error(`wrong answer: wanted ${wanted}, found ${wrong}`);
    figures.sizes.push(Math.round(seconds * 1e7) / 10);
    figures.workSeconds.push(Number((inline / tasks).toPrecision(4)));
    figures.speedUp.push(Number((inline / pooled).toPrecision(4)));
    return inline > pooled;
  }

  function payloadsOf(tasks: number): (ArrayBuffer | SharedArrayBuffer | null)[] {
    return Array.from({ length: tasks }, () => {
      if (bytes === 0) return null;
      return crossing === "shared" ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
    });
  }
}

const stepOf = (seconds: number): number => Math.round(Math.log10(seconds / SMALLEST_SECONDS) * STEPS_PER_DECADE);

/** Seconds of the small kernel in this thread: the fastest of several passes, the first of which are compiled. */
function calibrate(): number {
  let fastest = Infinity;
  for (let pass = 0; pass < CALIBRATION.passes; pass++) {
    const began = performance.now();
    receive(null, CALIBRATION.times);
    fastest = Math.min(fastest, (performance.now() - began) / 1000 / CALIBRATION.times);
  }
  return fastest;
}
