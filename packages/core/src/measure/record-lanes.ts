/** Runs a workload while the executor's timeline looks on: what the pictures of lanes are drawn from. Never timed. */
import { Timeline } from "../executor/timeline.ts";
import type { LanesAnswer, LanesOrder } from "../results/lanes.ts";
import { loadWorkload, parametersOf } from "./load-workload.ts";
import { checkAnswer, createExecutor } from "./measure.ts";
import type { Bindings } from "./obey.ts";

/** The first pass starts the workers and warms them up, the second shows them at work. */
const PASSES = 2;

/** @throws {Error} when an answer is wrong */
export async function recordLanes(order: LanesOrder, bindings: Bindings): Promise<LanesAnswer> {
  const workload = await loadWorkload(order.workload);
  const inputs = await workload.inputs(parametersOf(workload, order.size), order.place, bindings.io);
  const timeline = new Timeline({ limit: 100_000 });
  const executor = await createExecutor(order, workload, bindings, [timeline]);
  const passes: { beganAt: number; endedAt: number }[] = [];
  for (let pass = 1; pass <= PASSES; pass++) {
    const beganAt = now();
    const result = await workload.run(executor, inputs);
    passes.push({ beganAt, endedAt: now() });
    checkAnswer(`pass ${pass}`, result, order.expectedChecksum);
  }
  await executor.close();
  await bindings.io.closeConnections();
  return { outcome: "completed", runtimeVersion: bindings.version, passes, events: timeline.events() };
}

/** On the timeline's clock. */
const now = (): number => performance.timeOrigin + performance.now();
