/**
 * Workers hold short calls ahead of those they run, and messages travel together: for very many tiny tasks, which a pool otherwise
 * spends on waking its workers.
 *
 *      pool                                        worker
 *        │ ── Calls: 7 8 9 10 ────────────────────▶ │ runs 7, holds 8 9 10
 *        │ ◀──────────────────── Replies: 7 8 9 ─── │ when nothing is left, or a millisecond has passed
 *        │ ── takes 10 back, if that goes on ─────▶ │ never begins 10, which another runs
 *
 * Held is only what is known to be short, by what its task has taken so far, and what nobody can cancel: no call with a signal, a
 * `timeout` or a `runTimeout`, so none of `map` either. Nothing is held behind any other call. Where pool and worker share memory, a
 * call has a cell there that whoever has it first empties: the worker to begin it, the pool to take it back. The pool and `serve` are
 * both given `abilities: [ahead()]`, before abilities that count what a dead worker had.
 */
import type { CallMessage, FromWorker, Half, Message, Reply } from "../pool/serve.ts";
import { after, now } from "../pool/tasks.ts";
import type { Ability, Call, Handle, Lane, Life, PoolWorker } from "../pool/worker-pool.ts";

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

/** Then they count from 1 again: a cell holds no more. */
const LAST_TURN = 2 ** 30;

/** `turn`: the number under which its worker may begin it, where memory is shared; 0 where it is not; absent for what is not held. */
type Given = CallMessage & { turn?: number };
/** Calls, as lists side by side: a list of objects takes several times as long to clone. Turns count on from the first, if that is not 0. */
type Calls = { type: "calls"; turn: number; ids: number[]; tasks: string | string[]; arity: number[]; args: unknown[] };
/** Likewise; of times two a call: when it began, and how long it took. */
type Replies = { type: "replies"; ids: number[]; times: number[]; values: unknown[] };
/** Calls that were not begun and will not be; `leaving` when the worker is about to end. */
type Returned = { type: "returned"; ids: number[]; leaving?: boolean };
/** Tells a worker, once, how many calls it runs at once; `cells`, where memory is shared, has one for each call, and one more. */
type SetUp = { type: "ahead"; atOnce: number; cells?: SharedArrayBuffer };

/** The ability, for a pool and for `serve`. */
export function ahead(): Ability {
  const lanes = new WeakMap<PoolWorker, Holding>();
  return {
    name: "ahead",
    lane(inner, worker) {
      const holding = hold(inner, worker);
      lanes.set(worker, holding);
      return holding.lane;
    },
    life: (pool) => holdAhead(pool, lanes),
    serve,
  };
}

/** What the lanes of one pool know together. */
interface Shared {
  readonly pool: Handle;
  /** By its name, what a task took lately, in milliseconds: a moving average. */
  readonly known: Map<string, number>;
  /** Calls that came back once. */
  readonly returned: WeakSet<Call>;
  /** A worker was given a call to hold. */
  watch(): void;
}

function holdAhead(pool: Handle, lanes: WeakMap<PoolWorker, Holding>): Life {
  const known = new Map<string, number>();
  let watching = false;
  const watch = (): void => {
    if (watching) return;
    watching = true;
    after(SILENCE, look);
  };
  const look = (): void => {
    watching = false;
    const { workers, tasksPerWorker } = pool.options;
    const hasRoom = ({ state, calls }: PoolWorker): boolean => state === "ready" && calls.size < tasksPerWorker;
    for (const worker of pool.workers) {
      if (worker.calls.size <= tasksPerWorker) continue;
      watch();
      lanes.get(worker)?.check(pool.workers.size < workers || [...pool.workers].some(hasRoom));
    }
  };
  const shared: Shared = { pool, known, returned: new WeakSet(), watch };
  return {
    workerStarted: (worker) => lanes.get(worker)?.join(shared),
    ran({ task }, _worker, _began, took) {
      const before = known.get(task) ?? took;
      known.set(task, before + (took - before) / 4);
    },
    returned: (call, worker) => lanes.get(worker)?.lose(call),
    freed: (call) => call.worker && lanes.get(call.worker)?.lose(call),
    workerGone(worker) {
      lanes.get(worker)?.takeBack();
      for (const { task } of worker.calls.values()) known.delete(task); // it may have ended its worker
    },
  };
}

/** One worker's lane, and what its pool tells it. */
interface Holding {
  lane: Lane;
  join(shared: Shared): void;
  /** The worker has more calls than it runs. `hasOther`: there is another that could run what it holds. */
  check(hasOther: boolean): void;
  /** The worker has the call no longer. */
  lose(call: Call): void;
  takeBack(): void;
}

function hold(inner: Lane, worker: PoolWorker): Holding {
  let shared: Shared;
  /** Of the calls that the worker has, those behind which nothing is held. */
  const alone = new Set<Call>();
  let outbox = noCalls();
  /** By turn: that turn, until one side has the call; and the call's id. */
  const cells = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (MOST + 1)));
  const ids: number[] = [];
  let sharesMemory = false;
  let lastTurn = 0;
  /** When it last answered, or was given a call while it had none; whether that is too long ago, and it was asked to give back. */
  let heardAt = 0;
  let silent = false;
  let asked = false;

  /** Whether the call is short, and may be held and taken back. */
  const isShort = (call: Call): boolean => {
    const { signal, timeout, runTimeout, transfer } = call.options;
    if (signal || timeout !== undefined || runTimeout !== undefined || transfer) return false;
    return (shared.known.get(call.task) ?? Infinity) < SHORT && !shared.returned.has(call);
  };
  const mayHold = (call: Call): boolean => {
    const { size } = worker.calls;
    // While a worker can be started, it is to have its part.
    if (silent || alone.size > 0 || size >= MOST || shared.pool.workers.size < shared.pool.options.workers)
      return false;
    return isShort(call) && size * (shared.known.get(call.task) ?? 0) < AHEAD;
  };
  const tell = (message: Calls | Given | SetUp | Message): void => {
    try {
      if (worker.state !== "gone") worker.link.post(message);
    } catch (error) {
      shared.pool.retire(worker, error);
    }
  };
  const send = (): void => {
    const calls = outbox;
    outbox = noCalls();
    const {
      turn,
      ids: [id],
      tasks: [task],
      args,
    } = calls;
    if (id === undefined || task === undefined) return;
    if (calls.ids.length === 1) return tell({ type: "call", id, task, args, turn });
    tell({ ...calls, tasks: calls.tasks.every((other) => other === task) ? task : calls.tasks });
  };
  const sendSoon = ({ id, task, args }: CallMessage, turn: number): void => {
    if (outbox.ids.length === 0) {
      outbox.turn = turn;
      queueMicrotask(send);
    }
    outbox.ids.push(id);
    outbox.tasks.push(task);
    outbox.arity.push(args.length);
    for (const arg of args) outbox.args.push(arg);
  };
  const nextTurn = (): number => {
    if (!sharesMemory) return 0;
    if (lastTurn === LAST_TURN) {
      send(); // within one message turns count on
      lastTurn = 0;
    }
    return ++lastTurn;
  };
  const setUp = (): void => {
    const { tasksPerWorker: atOnce } = shared.pool.options;
    try {
      worker.link.post({ type: "ahead", atOnce, cells: cells.buffer } as SetUp);
    } catch {
      tell({ type: "ahead", atOnce }); // no memory is shared with a process
    }
  };
  const heard = (): void => {
    heardAt = now();
    silent = asked = false;
  };
  const hearReplies = ({ ids: answered, times, values }: Replies): void => {
    if (answered.length > worker.calls.size) throw new Error("it sent more replies than it had calls");
    heard();
    for (const [i, id] of answered.entries()) {
      const [began, took] = [times[2 * i] as number, times[2 * i + 1] as number];
      worker.lane.receive({ type: "reply", id, value: values[i], began, took } as Reply);
    }
  };
  /** Puts calls in line again, in the order in which they were given; each then travels alone. */
  const putBack = (which: number[]): void => {
    for (const id of which.sort((a, b) => b - a)) {
      const call = worker.calls.get(id);
      if (!call) continue;
      shared.returned.add(call);
      shared.pool.again(call, true);
    }
  };
  const hearReturned = ({ ids: which, leaving }: Returned): void => {
    if (which.length > worker.calls.size) throw new Error("it gave back more calls than it had");
    heard();
    if (leaving) shared.pool.retire(worker, new Error("it said that it was ending"));
    putBack([...which]);
  };
  const takeBack = (): void => {
    if (sharesMemory) putBack(ids.filter((_, i) => take(cells, Atomics.load(cells, i))));
  };

  const lane: Lane = {
    ...inner,
    hasRoom: (call) => inner.hasRoom(call) || mayHold(call),
    give(call) {
      if (worker.calls.size === 1) heardAt = now();
      if (worker.calls.size > MOST || !isShort(call)) {
        alone.add(call);
        send();
        return inner.give(call);
      }
      const message = worker.lane.message(call);
      const turn = nextTurn();
      ids[turn % MOST] = call.id;
      Atomics.store(cells, turn % MOST, turn);
      if (worker.calls.size > shared.pool.options.tasksPerWorker) shared.watch();
      if (Object.keys(message).length === 4 && message.args.every(isPrimitive)) return sendSoon(message, turn);
      send();
      try {
        worker.link.post({ ...message, turn } as Given); // objects that crossed together would be one object there
      } catch (error) {
        Atomics.store(cells, turn % MOST, 0);
        throw error;
      }
    },
    receive(message) {
      const type = message?.type;
      if (type === "replies") return hearReplies(message as Replies);
      if (type === "returned") return hearReturned(message as Returned);
      if (type === "reply") heard();
      inner.receive(message);
      if (type === "loaded") setUp();
      if (type === "ready") sharesMemory = Atomics.load(cells, MOST) === 1;
    },
  };
  return {
    lane,
    join(pool) {
      shared = pool;
    },
    lose: (call) => alone.delete(call),
    check(hasOther) {
      if (now() - heardAt < SILENCE) return;
      silent = true;
      if (!hasOther || asked) return;
      if (!sharesMemory) tell({ type: "give back" });
      asked = true;
      takeBack();
    },
    takeBack,
  };
}

const noCalls = (): Calls & { tasks: string[] } => ({
  type: "calls",
  turn: 0,
  ids: [],
  tasks: [],
  arity: [],
  args: [],
});
const isPrimitive = (value: unknown): boolean =>
  (typeof value !== "object" || value === null) && typeof value !== "function" && typeof value !== "symbol";

/** Whether whoever asks has the call of this turn now, and the other side has not had it. */
const take = (cells: Int32Array, turn: number): boolean =>
  turn > 0 && Atomics.compareExchange(cells, turn % MOST, turn, 0) === turn;

/** As it was when this module was loaded. All three runtimes have it, though no standard does. */
declare const setImmediate: (then: () => void) => unknown;
const soon = setImmediate;

function serve(half: Half): Partial<Half> {
  /** What has come and was not begun, in order; and what has ended and was not told. */
  let waiting: Given[] = [];
  let ended: Reply[] = [];
  const running = new Set<number>();
  let atOnce = 0;
  let cells: Int32Array | undefined;
  let ready: FromWorker | undefined;
  let turnBegan = 0;
  let pausing = false;
  let telling = false;

  /** Begins what may begin; then tells what has ended, at once if nothing more is to come of this turn. */
  const proceed = (): void => {
    while (!pausing && running.size < atOnce && waiting.length > 0) {
      if (now() - turnBegan > TURN) {
        pausing = true;
        tell();
        soon(() => soon(goOn)); // the first may be the rest of this turn: messages are heard before the second
        return;
      }
      const call = waiting.shift() as Given;
      if (call.turn && cells && !take(cells, call.turn)) continue; // its pool has taken it back
      if (call.turn === undefined) tell(); // it may be long
      running.add(call.id);
      half.receive(call);
    }
    if (waiting.length + running.size === 0) tell();
    else tellSoon();
  };
  const goOn = (): void => {
    pausing = false;
    turnBegan = now();
    proceed();
  };
  const tell = (): void => {
    const replies = ended;
    ended = [];
    const [first] = replies;
    if (first && replies.length === 1) half.reply(first);
    else if (first) half.post(together(replies));
  };
  const tellSoon = (): void => {
    if (telling || ended.length === 0) return;
    telling = true;
    soon(() => {
      telling = false;
      tell();
    });
  };
  const giveBack = (which: (call: Given) => boolean, leaving = false): void => {
    const ids = waiting.filter(which).map(({ id }) => id);
    waiting = waiting.filter((call) => !which(call));
    if (ids.length > 0 || leaving) half.post({ type: "returned", ids, leaving } as Returned);
  };
  const leave = (): void => {
    tell();
    // What a thread has not begun, its pool takes back by itself.
    if (waiting.length + running.size > 0) giveBack(() => !cells, true);
  };
  (globalThis as unknown as { process?: Emitter }).process?.once("exit", leave);

  return {
    post(message, transfer) {
      if (message.type === "ready" && atOnce === 0) ready = message as FromWorker;
      else half.post(message, transfer);
    },
    receive(message) {
      turnBegan = now();
      if (message.type === "ahead") {
        const setUp = message as SetUp;
        atOnce = setUp.atOnce;
        cells = setUp.cells && new Int32Array(setUp.cells);
        if (cells) Atomics.store(cells, MOST, 1); // which proves that its pool sees it
        if (ready) half.post(ready);
      } else if (message.type === "call") waiting.push(message as Given);
      else if (message.type === "calls") waiting.push(...apart(message as Calls));
      else if (message.type === "give back") giveBack(({ turn }) => turn !== undefined);
      else {
        if (message.type === "cancel") giveBack(({ id }) => id === (message as Message & { id: number }).id);
        half.receive(message);
      }
      proceed();
    },
    reply(reply, transfer) {
      running.delete(reply.id);
      if (!transfer && Object.keys(reply).length === 5 && "value" in reply && isPrimitive(reply.value))
        ended.push(reply);
      else {
        tell();
        half.reply(reply, transfer);
      }
      proceed();
    },
  };
}

type Emitter = { once(event: "exit", then: () => void): void };

function* apart({ turn, ids, tasks, arity, args }: Calls): Generator<Given> {
  let begin = 0;
  for (const [i, id] of ids.entries()) {
    const end = begin + (arity[i] as number);
    const task = typeof tasks === "string" ? tasks : (tasks[i] as string);
    yield { type: "call", id, task, args: args.slice(begin, end), turn: turn && turn + i };
    begin = end;
  }
}

function together(replies: readonly Reply[]): Replies {
  const message: Replies = { type: "replies", ids: [], times: [], values: [] };
  for (const { id, began, took, value } of replies) {
    message.ids.push(id);
    message.times.push(began, took);
    message.values.push(value);
  }
  return message;
}
