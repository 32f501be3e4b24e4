/**
 * Workers hold short calls ahead of the one they run, and messages travel together: for very many tiny tasks, whose time would
 * otherwise go into the waking of workers.
 *
 *      pool                                        worker
 *        │ ── Calls: 7 8 9 10 ────────────────────▶ │ runs 7, holds 8 9 10
 *        │ ◀───────────────────── Replies: 7 8 ──── │ when nothing is left to run, or a millisecond has passed
 *        │ ── takes 10 back, when 9 is long ──────▶ │ never begins 10: another runs it
 *
 * Held is only what is known to be short, by what its task has taken so far, and what cannot be cancelled: no call with a signal, a
 * `timeout` or a `runTimeout`, so none of `map` either. Nothing is held behind other calls. Where pool and worker share memory, each
 * call that is held has a cell there, and whoever empties it first has the call: the worker begins it, or the pool takes it back.
 *
 * The pool and `serve` are both given `abilities: [ahead()]`; before it, only abilities that are not to see what dead workers held.
 */
import type { CallMessage, Half, Message, Reply } from "../pool/serve.ts";
import { after, inMicrotask, now } from "../pool/tasks.ts";
import type { Ability, Call, Handle, Lane, PoolWorker } from "../pool/worker-pool.ts";

/** Milliseconds: a task that takes less is short. */
const SHORT = 0.5;
/** Milliseconds of work that a worker may have before it: some times what it takes until it can be given more. */
const AHEAD = 2;
/** Calls at one worker, however short. */
const MOST = 256;
/** Milliseconds without an answer after which a worker holds nothing more, and loses what it holds to one that has nothing to do. */
const SILENCE = 5;
/** Milliseconds that a worker runs calls one after the other before it replies and hears messages. */
const TURN = 1;

/** A call that may be held. `turn`: what is in its cell until one side has the call; 0 where no memory is shared. */
type Held = CallMessage & { turn: number };
/** Calls, as lists side by side: a list of objects takes several times as long to clone. The turns follow the first one. */
type Calls = { type: "calls"; turn: number; ids: number[]; tasks: string | string[]; arity: number[]; args: unknown[] };
type Replies = { type: "replies"; ids: number[]; values: unknown[]; began: number[]; took: number[] };
/** Calls that were not begun and will not be; `leaving` when the worker is about to end. */
type Returned = { type: "returned"; ids: number[]; leaving: boolean };
/** The first message after hello: how many calls the worker runs at once, and the cells, where memory is shared. */
type SetUp = { type: "ahead"; atOnce: number; memory?: SharedArrayBuffer };

/** The worker's lane, and what its pool does with it. */
interface Holding {
  lane: Lane;
  /** Puts in line again what it holds. */
  takeBack(): void;
  /** It has more calls than it runs; `other` says whether there is a worker for them, or could be. */
  look(other: boolean): void;
}

/** The ability, for one pool or for `serve`. */
export function ahead(): Ability {
  const holdings = new WeakMap<PoolWorker, Holding>();
  const shared = { known: new Map<string, number>(), returned: new WeakSet<Call>(), watch } as Shared;
  let watching = false;

  function watch(): void {
    if (!watching) after(SILENCE, look);
    watching = true;
  }
  function look(): void {
    watching = false;
    const { workers, options } = shared.pool;
    const other = [...workers].some(({ state, calls }) => state === "ready" && calls.size < options.tasksPerWorker);
    for (const worker of workers) {
      if (worker.calls.size <= options.tasksPerWorker) continue;
      watch();
      holdings.get(worker)?.look(other || workers.size < options.workers);
    }
  }

  return {
    name: "ahead",
    serve,
    lane(inner, worker) {
      const holding = hold(inner, worker, shared);
      holdings.set(worker, holding);
      return holding.lane;
    },
    life(pool) {
      shared.pool = pool;
      return {
        ran({ task }, _worker, _began, took) {
          const before = shared.known.get(task) ?? took;
          shared.known.set(task, before + (took - before) / 4);
        },
        workerGone(worker) {
          holdings.get(worker)?.takeBack();
          for (const { task } of worker.calls.values()) shared.known.delete(task); // it may have ended its worker
        },
      };
    },
  };
}

/** What all workers of a pool have in common. */
interface Shared {
  pool: Handle;
  /** By its name, what a task took lately, in milliseconds: a moving average. */
  readonly known: Map<string, number>;
  /** Calls that came back once: they travel alone. */
  readonly returned: WeakSet<Call>;
  /** A worker holds something. */
  watch(): void;
}

function hold(inner: Lane, worker: PoolWorker, shared: Shared): Holding {
  const cells = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (MOST + 1)));
  /** By the place of its cell, the call that had it last. */
  const ids: number[] = [];
  let sharesMemory = false;
  let turn = 0;
  let outbox: Held[] = [];
  /** When it last answered, or was given a call while it had none; whether that is too long ago, and it was told to give back. */
  let [heardAt, silent, told] = [0, false, false];

  const timeOf = ({ task }: Call): number => shared.known.get(task) ?? Infinity;
  const isShort = (call: Call): boolean => {
    const { signal, timeout, runTimeout, transfer } = call.options;
    const endless = !signal && timeout === undefined && runTimeout === undefined;
    return endless && !transfer && timeOf(call) < SHORT && !shared.returned.has(call);
  };
  const mayHold = (call: Call): boolean => {
    const { calls } = worker;
    const { workers, options } = shared.pool;
    if (silent || workers.size < options.workers || calls.size >= MOST || !isShort(call)) return false;
    // Behind the first that it holds, it has only short ones.
    if (calls.size === options.tasksPerWorker && ![...calls.values()].every(isShort)) return false;
    return calls.size * timeOf(call) < AHEAD;
  };
  const post = (message: Message): void => {
    try {
      if (worker.state !== "gone") worker.link.post(message);
    } catch (error) {
      shared.pool.retire(worker, error);
    }
  };
  const send = (): void => {
    const [calls, first] = [outbox, outbox[0]];
    outbox = [];
    if (!first) return;
    const [id, task, arity] = [calls.map((call) => call.id), calls.map((call) => call.task), calls.map(arityOf)];
    const tasks = task.every((name) => name === first.task) ? first.task : task;
    post({ type: "calls", turn: first.turn, ids: id, tasks, arity, args: calls.flatMap(argsOf) } as Calls);
  };
  const heard = (): void => {
    heardAt = now();
    silent = told = false;
  };
  /** Puts calls in line again, in their order. */
  const putBack = (which: readonly number[]): void => {
    for (const id of which.toSorted((a, b) => b - a)) {
      const call = worker.calls.get(id);
      if (!call) continue;
      shared.returned.add(call);
      shared.pool.again(call, true);
    }
  };
  const takeBack = (): void => putBack(ids.filter((_, cell) => take(cells, Atomics.load(cells, cell))));

  const lane: Lane = {
    ...inner,
    hasRoom: (call) => inner.hasRoom(call) || mayHold(call),
    give(call) {
      const { size } = worker.calls;
      if (size === 1) heardAt = now();
      if (size > MOST || !isShort(call)) {
        send();
        return inner.give(call);
      }
      const message = { ...worker.lane.message(call), turn: sharesMemory ? (turn = following(turn)) : 0 };
      const cell = message.turn % MOST;
      ids[cell] = call.id;
      Atomics.store(cells, cell, message.turn);
      if (size > shared.pool.options.tasksPerWorker) shared.watch();
      // Objects that crossed together would be one object there. To a worker that has nothing to do, a call goes at once.
      if (size > 1 && Object.keys(message).length === 5 && message.args.every(isPrimitive)) {
        if (outbox.push({ ...message, args: [...message.args] }) === 1) inMicrotask(send);
        return;
      }
      send();
      try {
        worker.link.post(message);
      } catch (error) {
        Atomics.store(cells, cell, 0);
        throw error;
      }
    },
    receive(message: Message | Replies | Returned) {
      if (message?.type === "replies") {
        const { ids: answered, values, began, took } = message as Replies;
        if (answered.length > worker.calls.size) throw new Error("it sent more replies than it had calls");
        for (const [i, id] of answered.entries())
          worker.lane.receive({ type: "reply", id, value: values[i], began: began[i], took: took[i] } as Reply);
      } else if (message?.type === "returned") {
        const { ids: returned, leaving } = message as Returned;
        if (returned.length > worker.calls.size) throw new Error("it gave back more calls than it had");
        if (leaving) shared.pool.retire(worker, new Error("it said that it was ending, and stayed"));
        heard();
        putBack(returned);
      } else {
        if (message?.type === "reply") heard();
        inner.receive(message);
        if (message.type === "ready") sharesMemory = Atomics.load(cells, MOST) === 1;
        if (message.type !== "loaded") return;
        const { tasksPerWorker: atOnce } = shared.pool.options;
        try {
          worker.link.post({ type: "ahead", atOnce, memory: cells.buffer } as SetUp);
        } catch {
          post({ type: "ahead", atOnce } as SetUp); // to a process, no memory can be sent
        }
      }
    },
  };
  return {
    lane,
    takeBack,
    look(other) {
      silent ||= now() - heardAt > SILENCE;
      if (!silent || !other || told) return;
      told = true;
      if (sharesMemory) takeBack();
      else post({ type: "give back" });
    },
  };
}

const arityOf = ({ args }: CallMessage): number => args.length;
const argsOf = ({ args }: CallMessage): readonly unknown[] => args;
const isPrimitive = (value: unknown): boolean =>
  (typeof value !== "object" || value === null) && typeof value !== "function" && typeof value !== "symbol";

/** From 1 to what a cell can hold, and round again. */
const following = (turn: number, by = 1): number => ((turn + by - 1) % 2 ** 30) + 1;
/** Whether whoever asks has the call of this turn now, and the other side does not. */
const take = (cells: Int32Array, turn: number): boolean =>
  turn > 0 && Atomics.compareExchange(cells, turn % MOST, turn, 0) === turn;

/** All three runtimes have it, though no standard does. */
declare const setImmediate: (then: () => void) => unknown;
/** As it was when this module was loaded: test runners put another in its place. */
const soon = setImmediate;
type Exiting = { process?: { once(event: "exit", then: () => void): void } };

function serve(half: Half): Partial<Half> {
  /** What was not begun, in order, and what has ended and was not told. */
  let waiting: (CallMessage & { turn?: number })[] = [];
  let ended: Reply[] = [];
  const running = new Set<number>();
  let atOnce = 0;
  let cells: Int32Array | undefined;
  let ready: Parameters<Half["post"]> | undefined;
  let turnBegan = 0;
  let coming = false;

  /** Begins what may begin in this turn; then tells what has ended, at once if nothing more is to come of it. */
  const proceed = (): void => {
    while (running.size < atOnce && waiting.length > 0 && now() - turnBegan < TURN) {
      const call = waiting.shift() as Held;
      if (cells && call.turn > 0 && !take(cells, call.turn)) continue; // its pool has taken it back
      if (call.turn === undefined) tell(); // it may be long
      running.add(call.id);
      half.receive(call);
    }
    if (waiting.length + running.size === 0) tell();
    else if (!coming && (ended.length > 0 || (running.size < atOnce && waiting.length > 0))) {
      coming = true;
      soon(nextTurn);
    }
  };
  const nextTurn = (): void => {
    coming = false;
    turnBegan = now();
    tell();
    proceed();
  };
  const tell = (): void => {
    const [replies, first] = [ended, ended[0]];
    ended = [];
    if (first && replies.length === 1) half.reply(first);
    else if (first) half.post(together(replies));
  };
  const giveBack = (which: (call: Partial<Held>) => boolean, leaving = false): void => {
    const ids = waiting.filter(which).map(({ id }) => id);
    waiting = waiting.filter((call) => !which(call));
    if (ids.length > 0 || leaving) half.post({ type: "returned", ids, leaving } as Returned);
  };
  (globalThis as Exiting).process?.once("exit", () => {
    // First, or it is given more. What a thread has not begun, its pool takes back by itself.
    if (waiting.length + running.size > 0) giveBack(() => !cells, true);
    tell();
  });

  return {
    post(...message) {
      if (message[0].type === "ready" && atOnce === 0) ready = message;
      else half.post(...message);
    },
    receive(message: Message | SetUp | Calls | CallMessage) {
      turnBegan = now();
      if ("atOnce" in message) {
        atOnce = message.atOnce;
        if (message.memory) cells = new Int32Array(message.memory);
        if (cells) Atomics.store(cells, MOST, 1); // by which its pool knows
        if (ready) half.post(...ready);
      } else if ("arity" in message) waiting.push(...apart(message));
      else if (message.type === "call") waiting.push(message as CallMessage);
      else if (message.type === "give back") giveBack(({ turn }) => turn !== undefined);
      else {
        if (message.type === "cancel") giveBack(({ id }) => id === (message as CallMessage).id);
        half.receive(message);
      }
      proceed();
    },
    reply(reply, transfer) {
      running.delete(reply.id);
      const alone = transfer || reply.failure || Object.keys(reply).length > 5 || !isPrimitive(reply.value);
      if (alone) tell();
      if (alone) half.reply(reply, transfer);
      else ended.push(reply);
      proceed();
    },
  };
}

function* apart({ turn, ids, tasks, arity, args }: Calls): Generator<Held> {
  let begin = 0;
  for (const [i, id] of ids.entries()) {
    const end = begin + (arity[i] as number);
    const task = typeof tasks === "string" ? tasks : (tasks[i] as string);
    yield { type: "call", id, task, args: args.slice(begin, end), turn: turn && following(turn, i) };
    begin = end;
  }
}

const together = (replies: readonly Reply[]): Replies => ({
  type: "replies",
  ids: replies.map(({ id }) => id),
  values: replies.map(({ value }) => value),
  began: replies.map(({ began }) => began),
  took: replies.map(({ took }) => took),
});
