/** For tasks that answer in the place of their worker: they know the number of their call. Only in conformance programs. */
import type { RunningCall, TaskContext } from "../pool/tasks.ts";
import type { Ability } from "../pool/worker-pool.ts";

/** What a task has as `this` where its pool has {@link callIds}. */
export interface WithCallId extends TaskContext {
  callId: number;
}

export const callIds = (): Ability => ({
  name: "call ids",
  serve: (half) => ({
    context: (call): RunningCall => Object.assign(half.context(call), { callId: call.id }),
  }),
});
