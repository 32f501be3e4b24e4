/** Lets a scenario see into workers: tasks know the number of their call, and whatever runs in a worker can tell the pool something. */
import type { RunningCall, TaskContext } from "../pool/tasks.ts";
import type { Ability } from "../pool/worker-pool.ts";

/** What a task has as `this` where its pool has {@link insight}. */
export interface WithCallId extends TaskContext {
  callId: number;
}

export interface Insight extends Ability {
  /** What workers have told, oldest first. */
  readonly told: readonly unknown[];
}

/** In a worker; heard by nobody where its pool has no insight. */
export let tell: (what: unknown) => void = () => {};

export function insight(): Insight {
  const told: unknown[] = [];
  return {
    name: "insight",
    told,
    lane: (inner) => ({
      ...inner,
      receive(message) {
        if (message.type === "told") told.push((message as unknown as { what: unknown }).what);
        else inner.receive(message);
      },
    }),
    serve(half) {
      tell = (what) => half.post({ type: "told", what } as { type: string });
      return { context: (call): RunningCall => Object.assign(half.context(call), { callId: call.id }) };
    },
  };
}
