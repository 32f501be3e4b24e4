/**
 * Workers for tests, without a runtime: both halves of a pool in one isolate. Messages are cloned and arrive in order, each in a
 * microtask of its own; when a worker dies, hangs or talks nonsense is in the test's hand.
 */
import { serveTasks, type ServeOptions } from "../serve.ts";
import type { Connect, Link, LinkEvents } from "../worker-pool.ts";
import type { Death } from "../worker-errors.ts";

export interface FakeWorker {
  /** Every message the pool has sent it, oldest first. */
  readonly received: unknown[];
  /** Whether the pool has stopped it, and whether it keeps the program alive. */
  stopped: boolean;
  held: boolean;
  /** Sends the pool a message as if its worker had. */
  say(message: unknown): void;
  /** Ends it. Default: exit code 1. */
  die(death?: Partial<Death>): void;
  hangUp(error?: unknown): void;
}

export interface FakeOptions extends ServeOptions {
  /** Whether it answers: false for one that never gets as far as its tasks. Default true. */
  serves?: (number: number) => boolean;
  /** Whether `stop` ends it; false for a busy thread that cannot be stopped. Default true. */
  stops?: boolean;
  /** Throws, as a constructor may, instead of starting. */
  refuses?: (number: number) => unknown;
}

/** Makes workers that serve these tasks; `all` are those that were started, in order. */
export function fakeWorkers(
  tasks: object,
  { serves = () => true, stops = true, refuses, ...options }: FakeOptions = {},
): { connect: Connect; all: FakeWorker[] } {
  const all: FakeWorker[] = [];
  const connect = (events: LinkEvents): Link => {
    const refusal = refuses?.(all.length);
    if (refusal !== undefined) throw refusal;
    let dead = false;
    let receive: ((message: unknown) => void) | undefined;
    const later = (heed: () => void): void => queueMicrotask(() => void (dead || heed()));
    const worker: FakeWorker = {
      received: [],
      stopped: false,
      held: true,
      say(message) {
        const copy: unknown = structuredClone(message); // or it throws here, as a port does
        later(() => events.message(copy));
      },
      die(death = {}) {
        if (dead) return;
        dead = true;
        events.died({ exitCode: 1, signal: null, ...death });
      },
      hangUp: (error) => events.hungUp(error),
    };
    if (serves(all.length)) {
      const port = {
        name: `fake/${all.length}`,
        post: worker.say,
        leave: () => later(() => worker.die({ exitCode: 0 })),
      };
      later(() => (receive = serveTasks(tasks, options, port)));
    }
    all.push(worker);
    return {
      post(message, transfer) {
        const copy = structuredClone(message, { transfer: [...(transfer ?? [])] as [] });
        worker.received.push(copy);
        later(() => receive?.(copy));
      },
      stop() {
        worker.stopped = true;
        if (stops) later(() => worker.die());
      },
      hold: (alive) => (worker.held = alive),
    };
  };
  return { connect, all };
}
