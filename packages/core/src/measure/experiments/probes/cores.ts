/**
 * The same work with more and more workers. Figures, one each for a repetition: `inlineSeconds`, the work in this thread right
 * before; `wallSeconds` and `cpuSeconds` of the model, CPU of all its processes.
 */
import { cpuSeconds, usedHere } from "../../cpu-seconds.ts";
import { mandelbrot, mandelbrotTimes } from "../../pools/tasks.ts";
import { type Description, numberOf, type Observed, poolAt, type Stage } from "../probe.ts";

const KERNEL = 37;

export const description: Description = {
  name: "cores",
  title: "Using the cores",
  question: "How many cores does a model use, and how much sooner is the same work done?",
  blocks: 6,
  timeLimitSeconds: 30,
  settings({ smoke }) {
    // Twelve tasks can be shared out evenly among two, three and four.
    const amount = { tasks: 12, times: smoke ? 10 : 80, repetitions: smoke ? 1 : 2 };
    const counts = smoke ? [2] : [1, 2, 3, 4];
    return [
      { place: "async", setting: { workers: 1 }, amount },
      ...["threading", "multiprocessing"].flatMap((place) =>
        counts.map((workers) => ({ place, setting: { workers }, amount })),
      ),
    ];
  },
};

export async function run(stage: Stage): Promise<Observed> {
  const { tasks, times, repetitions } = {
    tasks: numberOf(stage.amount, "tasks"),
    times: numberOf(stage.amount, "times"),
    repetitions: numberOf(stage.amount, "repetitions"),
  };
  const steps = mandelbrot(KERNEL) * times;
  const compute = (): number => mandelbrotTimes([KERNEL, times]);
  const figures = { inlineSeconds: [] as number[], wallSeconds: [] as number[], cpuSeconds: [] as number[] };
  const observe = async (together: () => Promise<number[]>, used: () => Promise<number>): Promise<Observed> => {
    check(await together(), steps); // compiled behind it
    for (let repetition = 0; repetition < repetitions; repetition++) {
      let began = performance.now();
      for (let task = 0; task < tasks; task++) compute();
      figures.inlineSeconds.push((performance.now() - began) / 1000);
      const before = await used();
      began = performance.now();
      const answers = await together();
      figures.wallSeconds.push((performance.now() - began) / 1000);
      figures.cpuSeconds.push((await used()) - before);
      check(answers, steps);
    }
    return { figures };
  };
  if (stage.place === "async") {
    return observe(
      () => Promise.all(Array.from({ length: tasks }, async () => compute())),
      async () => usedHere().seconds,
    );
  }
  const workers = numberOf(stage.setting, "workers");
  await using pool = poolAt(stage, workers);
  await pool.prewarm();
  return await observe(
    () => Promise.all(Array.from({ length: tasks }, () => pool.submit("compute", [[KERNEL, times]]))),
    async () => {
      const used = await cpuSeconds(pool, workers, stage.place === "multiprocessing");
      if (used.cpuSeconds === null) throw new Error(`Cannot tell the CPU used: ${used.cpuSecondsReason}`);
      return used.cpuSeconds;
    },
  );
}

/** @throws {Error} naming a wrong answer */
function check(answers: readonly number[], steps: number): void {
  const wrong = answers.find((answer) => answer !== steps);
  if (wrong !== undefined) throw new Error(`wrong answer: wanted ${steps}, found ${wrong}`);
}
