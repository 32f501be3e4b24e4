/**
 * Workers for tests, without a runtime: both halves of a pool in one isolate. Messages are cloned and arrive in order, each in a
 * microtask of its own; when a worker dies, hangs or talks nonsense is in the test's hand.
 */
import { type CallMessage, serveTasks, type ServeOptions } from "../serve.ts";
import { inMicrotask } from "../tasks.ts";
import type { Connect, Link, LinkEvents } from "../worker-pool.ts";
import type { Death } from "../worker-errors.ts";

export interface FakeWorker {
  /** Every message the pool has sent it, oldest first. */
  readonly received: { type: string }[];
  /** The calls among them. */
  readonly calls: CallMessage[];
  /** Whether the pool has stopped it, and whether it keeps the program alive. */
  stopped: boolean;
  held: boolean;
  /** Whether the pool can send it no more: posting throws. */
  closed: boolean;
  /** Sends the pool a message as if its worker had. */
  say: (message: unknown) => void;
  /** Says, for one that does not serve, that it is ready. */
  ready(abilities?: readonly string[]): void;
  /** Answers, for one that does not serve, the call it was given last, or the one given. */
  reply(value: unknown, call?: CallMessage): void;
  /** Ends it. Default: exit code 1. */
  die(death?: Partial<Death>, assumed?: boolean): void;
  hangUp(error?: unknown): void;
}

export interface FakeOptions extends ServeOptions {
  /** Whether it answers: false for one whose words are in the test's hand. Default true. */
  serves?: (start: number) => boolean;
  /** Whether `stop` ends it; false for a busy thread that cannot be stopped. Default true. */
  stops?: boolean;
  /** Whether it leaves when it is told to; false for one that a timer keeps alive. Default true. */
  leaves?: boolean;
  /** Throws, as a constructor may, instead of starting. */
  refuses?: (start: number) => unknown;
}

/** Makes workers that serve these tasks; `all` are those that were started, in order. */
export function fakeWorkers(
  tasks: object = {},
  { serves = () => true, stops = true, leaves = true, refuses, ...options }: FakeOptions = {},
): { connect: Connect; all: FakeWorker[]; starts: () => number } {
  const all: FakeWorker[] = [];
  let starts = 0;
  const connect = (events: LinkEvents): Link => {
    const start = starts++;
    const refusal = refuses?.(start);
    if (refusal !== undefined) throw refusal;
    let dead = false;
    let receive: ((message: unknown) => void) | undefined;
    const later = (heed: () => void): void => inMicrotask(() => void (dead || heed()));
    const worker: FakeWorker = {
      received: [],
      calls: [],
      stopped: false,
      held: true,
      closed: false,
      say(message) {
        const copy: unknown = structuredClone(message); // or it throws here, as a port does
        later(() => events.message(copy));
      },
      ready(abilities = []) {
        worker.say({ type: "loaded", probe: new Map() });
        worker.say({ type: "ready", name: `fake/${start}`, timeOrigin: 0, abilities });
      },
      reply(value, call = worker.calls.at(-1)) {
        worker.say({ type: "reply", id: call?.id, value, began: 0, took: 0 });
      },
      die(death = {}, assumed) {
        if (dead) return;
        dead = !assumed; // it may be alive
        events.died({ exitCode: 1, signal: null, ...death }, assumed);
      },
      hangUp: (error) => events.hungUp(error),
    };
    if (serves(start)) {
      const port = {
        name: `fake/${start}`,
        post: worker.say,
        leave: () => void (leaves && later(() => worker.die({ exitCode: 0 }))),
      };
      later(() => (receive = serveTasks(tasks, options, port)));
    }
    all.push(worker);
    return {
      post(message, transfer) {
        if (worker.closed) throw new Error("its channel is closed");
        const copy = structuredClone(message, { transfer: [...(transfer ?? [])] as [] });
        worker.received.push(copy);
        if (copy.type === "call") worker.calls.push(copy as CallMessage);
        if (copy.type === "end" && !serves(start) && leaves) later(() => worker.die({ exitCode: 0 }));
        later(() => receive?.(copy));
      },
      stop() {
        worker.stopped = true;
        if (stops) later(() => worker.die());
      },
      hold: (alive) => (worker.held = alive),
    };
  };
  return { connect, all, starts: () => starts };
}
