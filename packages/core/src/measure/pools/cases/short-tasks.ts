/**
 * Tasks of about 100 µs, all submitted at once: how much of the machine the pool keeps busy.
 *
 * What two workers can do differs from minute to minute on a shared machine, so it is seen right before and right after, in the
 * same process: workers without a pool run the same kernel, each told once how many times. Observations: `capacity`, the tasks a
 * second of these, before and after; `taskSeconds`, one task in this thread.
 */
import { type Case, expectAnswer, numbers, repeat, timed } from "../case.ts";
import { connect, type ConnectedWorker } from "../raw.ts";
import { mandelbrot, mandelbrotTimes } from "../tasks.ts";

export const shortTasks: Case = async ({ order, start, startRaw }) => {
  const size = order.kernelSize;
  const raw = await Promise.all(numbers(order.workers).map(() => connect(startRaw)));
  const share = Math.max(1, Math.round(order.calls / (2 * order.workers)));
  const steps = mandelbrot(size);
  const capacity = async (): Promise<number> => {
    const seconds = await timed(() => Promise.all(raw.map((worker) => spinRaw(worker, size, share, steps))));
    return (order.workers * share) / seconds;
  };
  await capacity(); // the kernel is compiled behind it
  mandelbrotTimes([size, share]);
  const taskSeconds = (await timed(async () => mandelbrotTimes([size, share]))) / share;

  const pool = await start();
  await repeat({ ...order, repetitions: 1, calls: order.warmups, warmups: 0 }, burst);
  const before = await capacity();
  const seconds = await repeat({ ...order, warmups: 0 }, burst);
  const after = await capacity();
  for (const worker of raw) worker.stop();
  return { seconds, observations: { capacity: [before, after], taskSeconds: [taskSeconds] } };

  function burst(calls: number): () => Promise<() => void> {
    return async () => {
      const answers = await Promise.all(numbers(calls).map(() => pool.run("mandelbrot", size)));
      return () => {
        expectAnswer(answers.length, calls);
        for (const answer of answers) if (answer !== steps) expectAnswer(answer, steps);
      };
    };
  }
};

async function spinRaw(worker: ConnectedWorker, size: number, times: number, steps: number): Promise<void> {
  expectAnswer(await worker.callOne("mandelbrotTimes", [size, times]), steps * times);
}
