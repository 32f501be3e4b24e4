/**
 * What a task is to know of its caller beside its arguments: a request's id, a user, a trace.
 *
 *     await pool.submit("render", [page], { context: { request: 17 } });        // the task's this.context
 *
 * Each call has a clone of its own. The pool and `serve` are both given `abilities: [context()]`.
 */
import type { CallMessage } from "../pool/serve.ts";
import type { Ability } from "../pool/worker-pool.ts";

declare module "../pool/tasks.ts" {
  interface SubmitOptions {
    /** What the task will know as `this.context`: anything that can be cloned. Default: undefined. */
    context?: unknown;
  }
  // oxlint-disable-next-line no-unused-vars -- all declarations of an interface name the same parameters
  interface TaskContext<Local = unknown> {
    /** What the caller gave for this call: a clone. */
    readonly context: unknown;
  }
}

/** The ability, for a pool and for `serve`. */
export function context(): Ability {
  return {
    name: "context",
    lane: (inner) => ({
      ...inner,
      message(call) {
        const message = inner.message(call);
        return "context" in call.options ? Object.assign(message, { context: call.options.context }) : message;
      },
    }),
    serve: (half) => ({
      context: (call: Given) => Object.assign(half.context(call), { context: call.context }),
    }),
  };
}

type Given = CallMessage & { context?: unknown };
