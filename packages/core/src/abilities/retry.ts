/**
 * Tries a call again that has failed: after a while, which doubles from try to try and of which chance takes a part, so that calls
 * that failed together do not come back together.
 *
 *     new ThreadPool(create, { abilities: [retry({ retries: 5 })] });
 *     await pool.submit("upload", [file], { idempotent: true });
 *
 * A call that may have run already is not repeated unless it is said to be idempotent: that it may run twice.
 */
import { after, checkNumber } from "../pool/tasks.ts";
import { WorkerDied } from "../pool/worker-errors.ts";
import type { Ability, Call, End } from "../pool/worker-pool.ts";

declare module "../pool/tasks.ts" {
  interface SubmitOptions {
    /**
     * Whether the call may run more than once. Otherwise it is repeated only if no worker was ever given it: when workers
     * have failed to start. Default false.
     */
    idempotent?: boolean | undefined;
    /** How often it is tried again at most. Minimum 0; default: what `retry` was made with. */
    retries?: number | undefined;
  }
}

export interface RetryOptions {
  /** How often a call is tried again at most. Minimum 0; default 3. */
  retries?: number | undefined;
  /** Milliseconds before the first new try, at most; twice as many before the next, and so on. Minimum 0; default 100. */
  backOff?: number | undefined;
  /** Milliseconds that are never exceeded. Minimum 0; default 10,000: with the defaults, three tries wait 0.7 s at most. */
  mostBackOff?: number | undefined;
  /** Which errors are worth another try, beside the death of a worker. What a task threw is `error.cause`. Default: none. */
  retryable?: ((error: Error) => boolean) | undefined;
}

/**
 * The ability, for a pool; workers need nothing.
 *
 * @throws {RangeError} an option is out of its range
 */
export function retry(options: RetryOptions = {}): Ability {
  const { retries: most = 3, backOff = 100, mostBackOff = 10_000, retryable = () => false } = options;
  for (const [name, value] of Object.entries({ retries: most, backOff, mostBackOff }))
    checkNumber(`Cannot make retry: ${name}`, value, 0);
  return {
    name: "retry",
    life(pool) {
      const tried = new WeakMap<Call, number>();
      /** Calls that wait for their next try: how the last one ended, and what calls the next one off. */
      const waiting = new Map<Call, { end: End; callOff: () => void }>();
      let closed = false;
      return {
        settling(call, end) {
          const { retries = most, idempotent, transfer } = call.options;
          const tries = tried.get(call) ?? 0;
          const mayRepeat = call.id === 0 || (idempotent && !transfer?.length);
          if (closed || !mayRepeat || !(tries < retries) || !("error" in end)) return end;
          try {
            if (!(end.error instanceof WorkerDied) && !retryable(end.error)) return end;
          } catch (error) {
            return { error: error as Error };
          }
          tried.set(call, tries + 1);
          const wait = Math.random() * Math.min(backOff * 2 ** tries, mostBackOff);
          const again = (): void => {
            waiting.delete(call);
            pool.again(call);
          };
          waiting.set(call, { end, callOff: after(wait, again) });
          return undefined;
        },
        settled(call) {
          waiting.get(call)?.callOff();
          waiting.delete(call);
        },
        closing() {
          closed = true;
          for (const [call, { end }] of waiting) call.settle(end);
        },
      };
    },
  };
}
