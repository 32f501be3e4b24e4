/**
 * Tasks of rising size in two workers and in this thread. Figures, one for each size and repetition, in the same order: `sizes` (the
 * wanted µs), `workSeconds` (one task in this thread) and `speedUp` (this thread's time ÷ the workers').
 */
import { type Description, numberOf, type Observed, poolAt, type Stage, textOf } from "../probe.ts";
import { receive } from "../tasks.ts";

const PAYLOADS = [0, 1024, 64 * 1024, 1024 * 1024];
/** What the tasks of one pass take together, about, in seconds. */
const PASS_SECONDS = 5e-3;
/** What the payloads of one pass hold together at most. */
const PASS_BYTES = 8 * 1024 * 1024;
const MOST_TASKS = 256;
const WORKERS = 2;
const WARM_UP_SECONDS = 20e-3;
const CALIBRATION = { passes: 20, times: 500 };

export const description: Description = {
  name: "crossover",
  title: "When a worker pays",
  question: "How long must a task take before two workers are faster than the program's own thread?",
  blocks: 6,
  timeLimitSeconds: 30,
  settings({ smoke }) {
    const amount = {
      repetitions: smoke ? 1 : 2,
      stepsPerDecade: smoke ? 1 : 2,
      mostSeconds: smoke ? 0.01 : 0.1,
    };
    const payloads = smoke ? [0, 64 * 1024] : PAYLOADS;
    const planned = (place: string, payloadBytes: number, crossing: string) => ({
      place,
      setting: { payloadBytes, crossing, workers: WORKERS },
      amount,
    });
    return payloads.flatMap((bytes) => [
      planned("threading", bytes, "cloned"),
      ...(bytes === 0 ? [] : [planned("threading", bytes, "transferred"), planned("threading", bytes, "shared")]),
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
  const wanted = sizes(numberOf(stage.amount, "stepsPerDecade"), numberOf(stage.amount, "mostSeconds"));
  for (let repetition = 0; repetition < numberOf(stage.amount, "repetitions"); repetition++) {
    for (const seconds of wanted) {
      // One long task says as much as many short ones.
      if (repetition > 0 && seconds > 4 * PASS_SECONDS) continue;
      await compare(seconds);
    }
  }
  return { figures };

  async function compare(seconds: number): Promise<void> {
    const times = Math.max(1, Math.round(seconds / unit));
    const most = bytes === 0 ? MOST_TASKS : Math.min(MOST_TASKS, PASS_BYTES / bytes);
    const half = Math.max(1, Math.round(Math.min(PASS_SECONDS / seconds, most) / workers));
    const tasks = half * workers;
    const payloads = Array.from({ length: tasks }, () => payloadOf(bytes, crossing));
    const steps = receive(null, times) + bytes;
    let began = performance.now();
    for (const payload of payloads) receive(payload, times);
    const inline = (performance.now() - began) / 1000;
    began = performance.now();
    const answers = await Promise.all(
      payloads.map((payload) =>
        pool.submit("receive", [payload, times], {
          transfer: crossing === "transferred" && payload !== null ? [payload] : undefined,
        }),
      ),
    );
    const pooled = (performance.now() - began) / 1000;
    const wrong = answers.find((answer) => answer !== steps);
    if (wrong !== undefined) throw new Error(`wrong answer: wanted ${steps}, found ${wrong}`);
    figures.sizes.push(Math.round(seconds * 1e7) / 10);
    figures.workSeconds.push(Number((inline / tasks).toPrecision(4)));
    figures.speedUp.push(Number((inline / pooled).toPrecision(4)));
  }
}

/** From 1 µs, evenly on a logarithmic axis. */
function sizes(stepsPerDecade: number, most: number): number[] {
  const steps = Math.round(Math.log10(most / 1e-6) * stepsPerDecade);
  return Array.from({ length: steps + 1 }, (_, step) => 1e-6 * 10 ** (step / stepsPerDecade));
}

function payloadOf(bytes: number, crossing: string): ArrayBuffer | SharedArrayBuffer | null {
  if (bytes === 0) return null;
  return crossing === "shared" ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

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
