/** Runs a workload while a timeline looks on: what the pictures of lanes are drawn from. Never timed. */
import { timeline, type TimelineEvent } from "../abilities/timeline.ts";
import type { LanesAnswer, LanesOrder } from "../results/lanes.ts";
import { type AnyWorkload, loadWorkload, parametersOf } from "./load-workload.ts";
import { checkAnswer, createExecutor } from "./measure.ts";
import type { Bindings } from "./obey.ts";

/** The first pass starts the workers and warms them up, the second shows them at work. */
const PASSES = 2;

/** @throws {Error} when an answer is wrong */
export async function recordLanes(order: LanesOrder, bindings: Bindings): Promise<LanesAnswer> {
  const workload = await loadWorkload(order.workload);
  const inputs = await workload.inputs(parametersOf(workload, order.size), order.place, bindings.io);
  const seen = timeline({ limit: 100_000 });
  const told: TimelineEvent[] = [];
  // Without workers the pool has no abilities: there the tasks tell.
  const executor = await createExecutor(order, telling(workload, told), bindings, [seen]);
  const passes: { beganAt: number; endedAt: number }[] = [];
  for (let pass = 1; pass <= PASSES; pass++) {
    const beganAt = now();
    const result = await workload.run(executor, inputs);
    passes.push({ beganAt, endedAt: now() });
    await checkAnswer(`pass ${pass}`, result, order, workload, bindings.io);
  }
  await executor.close();
  await bindings.io.closeConnections();
  const events = [...told, ...seen.events()];
  return { outcome: "completed", runtimeVersion: bindings.version, passes, events };
}

/** The workload, whose tasks tell when they begin and end where they run in this isolate. */
function telling(workload: AnyWorkload, told: TimelineEvent[]): AnyWorkload {
  let calls = 0;
  const watched = (task: string, run: (...args: unknown[]) => unknown) =>
    async function (this: unknown, ...args: unknown[]): Promise<unknown> {
      const about = { call: ++calls, task, worker: 0 };
      told.push({ what: "began", at: now(), ...about });
      try {
        return await Reflect.apply(run, this, args);
      } finally {
        told.push({ what: "ended", at: now(), ...about });
      }
    };
  const tasks = (io: Bindings["io"]): object =>
    Object.fromEntries(Object.entries(workload.tasks(io)).map(([name, task]) => [name, watched(name, task)]));
  return { ...workload, tasks };
}

/** On the timeline's clock. */
const now = (): number => performance.timeOrigin + performance.now();
