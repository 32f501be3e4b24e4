/**
 * The worker's half: receives calls, runs tasks, replies. A runtime's own `serve` gives it a way to post and a way to
 * leave, and hands it every message; it knows nothing of threads or processes.
 *
 * Calls that came together are run one after the other (or so many at once as the pool said), and their replies go out
 * together: when nothing is left to start, and otherwise every millisecond, before the next is started. Then the worker also
 * hears what has come meanwhile: a cancelled call behind a long one never starts.
 */
import { UnknownTask } from "./errors.ts";
import type { Transferables } from "./executor.ts";
import { CallContext, invoke, isPromiseLike, type Surroundings } from "./invoke.ts";
import { packError } from "./pack-error.ts";
import { Claims } from "./prefetch.ts";
import type { CallExtras, CallsMessage, CancelMessage, Failure, FromWorker, RepliesMessage, ToWorker } from "./wire.ts";

export interface ServeOptions {
  /**
   * Called once, before the worker is ready: what it returns or resolves to, tasks know as `this.local`. When it fails, so has
   * the worker's start, and the callers that wait are told its error. Default: none.
   */
  init?: (() => unknown) | undefined;
}

export interface Port {
  /** How the worker is called in errors: `process id`, or `process id/thread id`. */
  readonly name: string;
  /** Sends to the pool. Throws, and sends nothing, when the message cannot be cloned. */
  post(message: FromWorker, transfer?: Transferables): void;
  /** Ends this worker. Messages posted before still arrive. */
  leave(): void;
}

export interface WorkerSide {
  /** Whether it has nothing to do until the next message. */
  idle: () => boolean;
  /** Heeds a message of the pool. */
  receive: (message: ToWorker) => void;
  /** To be called when the worker is about to end: sends what is ready, and gives back what was not started. */
  farewell: () => void;
}

/** All three runtimes have it, though no standard does. */
declare function setImmediate(then: () => void): unknown;

/** Items a task may emit before its caller has taken the first. */
const ROOM = 16;

/** Milliseconds that calls are run one after the other before replies are sent and messages are heard. */
const TURN = 1;
/** Milliseconds: after a turn that took so long, a worker that shares no memory with its pool asks whether to go on. */
const LONG = 10;

interface WaitingCall {
  id: number;
  task: string;
  args: readonly unknown[];
  extras: CallExtras | undefined;
  /** When its deadline is, on the clock of `performance.now()`. */
  dueAt: number;
}

/** Says that it is ready as soon as `init` is through, or that this has failed. */
export function workerSide(tasks: object, { init }: ServeOptions, port: Port): WorkerSide {
  let waiting: WaitingCall[] = [];
  const running = new Map<number, CallContext>();
  /** Of running tasks that emit: how many items the caller has not taken, and what waits for one of them to be, in order. */
  const items = new Map<number, { untaken: number; waiting: (() => void)[] }>();
  let replies = noReplies();
  let atOnce = 1;
  let claims: Claims | undefined;
  /** When it last looked at the clock, which is not free. */
  let now = 0;
  let turnBegan = 0;
  let pausing = false;
  let sending = false;

  function enter({ first, tasks: names, args, count = 1, arity = args.length, extras, setup }: CallsMessage): void {
    if (setup) {
      atOnce = setup.atOnce;
      if (setup.claims) claims = new Claims(setup.claims);
    }
    for (let i = 0, begin = 0; i < count; i++) {
      const end = begin + (typeof arity === "number" ? arity : (arity[i] ?? 0));
      const task = typeof names === "string" ? names : (names[i] ?? "");
      const dueAt = now + (extras?.[i]?.timeLeft ?? Infinity);
      waiting.push({ id: first + i, task, args: args.slice(begin, end), extras: extras?.[i], dueAt });
      begin = end;
    }
  }

  /** Starts what may be started; then sends the replies, at once if nothing more is to come of this turn. */
  function proceed(): void {
    while (!pausing && running.size < atOnce && waiting.length > 0) {
      if (now - turnBegan > TURN) pause();
      else run(waiting.shift() as WaitingCall);
    }
    if (waiting.length === 0 && running.size === 0) send();
    else sendSoon();
  }

  function pause(): void {
    pausing = true;
    // While a task computed for long, what is behind it may have been cancelled. That has been read when an answer is: how long
    // it takes until a message is heard, no clock can tell.
    const asks = !claims && now - turnBegan > LONG;
    if (asks) replies.asks = true;
    send();
    if (!asks) nextTurn(goOn);
  }

  function goOn(): void {
    pausing = false;
    turnBegan = now = performance.now();
    proceed();
  }

  function run({ id, task, args, extras, dueAt }: WaitingCall): void {
    if (claims && !claims.claim(id)) return; // the pool has taken it back
    const context = new CallContext(id, dueAt, extras?.context, surroundings);
    const began = now;
    try {
      const value = invoke(tasks, task, args, context, extras?.each);
      if (!isPromiseLike(value)) return reply(id, began, value, undefined, context.transferred);
      running.set(id, context);
      now = performance.now();
      Promise.resolve(value).then(
        (settled) => finish(id, began, settled, undefined, context.transferred),
        (error: unknown) => finish(id, began, undefined, failureOf(error)),
      );
    } catch (error) {
      reply(id, began, undefined, failureOf(error));
    }
  }

  function finish(...[id, ...rest]: Parameters<typeof reply>): void {
    running.delete(id);
    reply(id, ...rest);
    proceed();
  }

  function reply(id: number, began: number, value: unknown, failure?: Failure, transfer?: Transferables): void {
    if (transfer) send(); // what moves buffers travels alone
    if (items.size > 0) items.delete(id);
    claims?.finish(id);
    now = performance.now();
    replies.ids.push(id);
    replies.times.push(began, now - began);
    replies.values.push(value);
    if (failure) (replies.failures ??= [])[replies.ids.length - 1] = failure;
    if (transfer) send(transfer);
  }

  function send(transfer?: Transferables): void {
    if (replies.ids.length === 0 && !replies.returned && !replies.asks) return;
    const message = replies;
    replies = noReplies();
    try {
      port.post(message, transfer);
    } catch (error) {
      // One of them cannot be cloned: alone, each shows whether it is that one.
      if (message.ids.length > 1) {
        if (message.returned || message.asks) port.post({ ...message, ...noReplies(), failures: [] });
        message.ids.forEach((_, i) => sendAlone(message, i));
      } else sendFailure(message, { kind: "result not cloneable", error: packError(error) });
    }
  }

  function sendAlone({ ids, times, values, failures }: RepliesMessage, i: number): void {
    replies = { ...noReplies(), ids: [ids[i] ?? 0], times: times.slice(2 * i, 2 * i + 2), values: [values[i]] };
    if (failures?.[i]) replies.failures = [failures[i]];
    send();
  }

  function sendFailure(message: RepliesMessage, failure: Failure): void {
    // A field of an error can be cloned between threads, but not sent to another process.
    const unsendable: Failure = { kind: "threw", error: { kind: "value", value: "an error that cannot be sent" } };
    port.post({ ...message, values: [], failures: [message.failures ? unsendable : failure] });
  }

  const surroundings: Surroundings = {
    local: undefined,
    /** Resolves at once while the caller has room. */
    async emit(id, value) {
      port.post({ type: "item", id, value });
      const item = items.get(id) ?? { untaken: 0, waiting: [] };
      items.set(id, item);
      if (++item.untaken < ROOM) return;
      await new Promise<void>((taken) => item.waiting.push(taken));
    },
  };

  function taken(id: number): void {
    const item = items.get(id);
    if (!item) return;
    item.untaken--;
    item.waiting.shift()?.();
  }

  function sendSoon(): void {
    if (sending) return;
    sending = true;
    setImmediate(() => {
      sending = false;
      send();
    });
  }

  function cancel(calls: CancelMessage["calls"]): void {
    const reasons = new Map(calls);
    for (const [id, reason] of reasons) running.get(id)?.abort(reason);
    giveBack(({ id }) => reasons.has(id));
  }

  function giveBack(which: (call: WaitingCall) => boolean): void {
    const returned = waiting.filter(which).map(({ id }) => id);
    waiting = waiting.filter((call) => !which(call));
    if (returned.length > 0) replies.returned = returned;
    send();
  }

  const begin = (value: unknown): void => {
    surroundings.local = value;
    // A Map proves that the channel clones; over plain JSON it would arrive as an empty object.
    port.post({
      type: "ready",
      worker: port.name,
      timeOrigin: performance.timeOrigin,
      probe: new Map([["clones", 1]]),
    });
  };
  const fail = (error: unknown): void => port.post({ type: "failed", error: packError(error) });
  try {
    const made = init?.();
    if (isPromiseLike(made)) void Promise.resolve(made).then(begin, fail);
    else begin(made);
  } catch (error) {
    fail(error);
  }

  return {
    idle: () => waiting.length === 0 && running.size === 0,
    receive(message) {
      turnBegan = now = performance.now();
      if (message.type === "calls") enter(message);
      else if (message.type === "cancel") cancel(message.calls);
      else if (message.type === "taken") taken(message.id);
      else if (message.type === "go on") pausing = false;
      else if (message.type === "give back") giveBack(() => true);
      else port.leave();
      proceed();
    },
    farewell() {
      replies.leaving = true;
      replies.returned = [];
      giveBack(() => true);
    },
  };
}

function noReplies(): RepliesMessage {
  return { type: "replies", ids: [], times: [], values: [] };
}

function failureOf(error: unknown): Failure {
  if (error instanceof UnknownTask) return { kind: "unknown task", known: error.known };
  return { kind: "threw", error: packError(error) };
}

/** After messages that have come were heard: the first turn may be the rest of this one. */
function nextTurn(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
