/**
 * What a task that runs as a job can know and tell: `this.jobId` and `this.progress(…)`. The local pool and its workers are both given
 * `abilities: [jobContext()]`.
 */
import type { CallMessage, Message } from "../pool/serve.ts";
import { inMicrotask } from "../pool/tasks.ts";
import type { Ability } from "../pool/worker-pool.ts";

declare module "../pool/tasks.ts" {
  interface SubmitOptions {
    /** Called with what the task hands to `this.progress`; some of it may never arrive. Default: nobody hears it. */
    onProgress?: ProgressListener | undefined;
    /** Of the job that the call runs: for job workers. */
    jobId?: string | undefined;
  }
  // oxlint-disable-next-line no-unused-vars -- all declarations of an interface name the same parameters
  interface TaskContext<Local = unknown> {
    /** The same each time that the job is tried: the key under which an effect is done once. Undefined in a call that is no job. */
    readonly jobId: string | undefined;
    /** Tells the caller how far the task has come. @throws what the runtime says of a value that cannot be cloned */
    progress(value: unknown): void;
  }
}

/** Is told how far a task has come. */
export type ProgressListener = (value: unknown) => void;

/** The ability, for a local pool and for `serve`. */
export function jobContext(): Ability {
  return {
    name: "job-context",
    lane: (inner, worker) => ({
      ...inner,
      message: (call) => Object.assign(inner.message(call), { jobId: call.options.jobId }),
      receive(message) {
        if (message.type !== "progress") return inner.receive(message);
        const { id, value } = message as Progress;
        const call = worker.calls.get(id);
        const onProgress = call?.options.onProgress;
        if (typeof onProgress === "function" && !call?.settled) inMicrotask(() => onProgress(value)); // what it throws is its own
      },
    }),
    serve: (half) => ({
      context: (call: CallMessage & { jobId?: string | undefined }) =>
        Object.assign(half.context(call), {
          jobId: call.jobId,
          progress: (value: unknown): void => half.post({ type: "progress", id: call.id, value } as Message),
        }),
    }),
  };
}

type Progress = Message & { id: number; value: unknown };
