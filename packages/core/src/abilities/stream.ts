/**
 * What a running task emits, as it comes: lines of a file, rows of a table, the steps of a long computation.
 *
 *     for await (const line of stream(pool, "lines", ["big.log"])) …
 *
 *      task ──emit──▶ at most 16 untaken ──▶ onItem, or for await … of
 *            ◀──────────── taken ────────────╯
 *
 * The task calls `this.emit(value)`, or is an async generator: `export async function* lines(path: string)`. It waits where its
 * consumer is slow. The pool and `serve` are both given `abilities: [streaming()]`.
 */
import type { Message } from "../pool/serve.ts";
import { heed, type RunningCall, type SubmitOptions } from "../pool/tasks.ts";
import type { TaskArguments, TaskName, TaskValue } from "../pool/tasks.ts";
import type { Ability, Call, WorkerPool } from "../pool/worker-pool.ts";

declare module "../pool/tasks.ts" {
  interface SubmitOptions {
    /**
     * Called with each item that the task emits: in order, in the caller's async context, before the call settles. The task waits
     * while 16 of the promises it has returned are pending. When it throws or one of them rejects, so does the call, and the
     * task's signal is aborted. Default: items are dropped.
     */
    onItem?: ((item: unknown) => unknown) | undefined;
  }
  // oxlint-disable-next-line no-unused-vars -- all declarations of an interface name the same parameters
  interface TaskContext<Local = unknown> {
    /**
     * Hands an item to the caller. Resolves when there is room for another: at once while fewer than 16 are untaken, and when
     * the call was cancelled.
     *
     * @throws what the runtime says of an item that cannot be cloned
     */
    emit(item: unknown): Promise<void>;
  }
}

/** The ability, for a pool and for `serve`. */
export function streaming(): Ability {
  const listeners = new WeakMap<Call, Listener>();
  return {
    name: "stream",
    life: () => ({
      submitted(call) {
        if (call.options.onItem) listeners.set(call, listen(call, call.options.onItem));
      },
    }),
    lane: (inner, worker) => ({
      ...inner,
      receive(message) {
        if (message.type !== "item") return inner.receive(message);
        const { id, item } = message as Item;
        const call = worker.calls.get(id);
        const taken = (): void => {
          if (worker.calls.has(id)) worker.link.post({ type: "taken", id } as Message);
        };
        const listener = call && !call.settled ? listeners.get(call) : undefined;
        if (listener) listener(item, taken);
        else taken();
      },
    }),
    serve(half) {
      /** Of running calls that were not cancelled: how many items are untaken, and who waits for one of them to be. */
      const open = new Map<number, { untaken: number; waiting: (() => void)[] }>();
      const taken = (id: number, items: number): void => {
        const call = open.get(id);
        if (call) call.untaken -= items;
        if (items === Infinity) open.delete(id);
        for (const go of call?.waiting.splice(0, items) ?? []) go();
      };
      return {
        receive(message) {
          const { type, id } = message as Item;
          if (type === "taken") return taken(id, 1);
          if (type === "cancel") taken(id, Infinity);
          half.receive(message);
        },
        context(call) {
          open.set(call.id, { untaken: 0, waiting: [] });
          const emit = async (item: unknown): Promise<void> => {
            const own = open.get(call.id);
            if (!own) return;
            half.post({ type: "item", id: call.id, item } as Message);
            if (++own.untaken >= ROOM) await new Promise<void>((go) => own.waiting.push(go));
          };
          return Object.assign(half.context(call), { emit });
        },
        invoke(task, call, context) {
          const value = half.invoke(task, call, context) as Partial<AsyncGenerator> | undefined;
          return value?.[Symbol.asyncIterator] && value.throw ? emitAll(value as AsyncGenerator, context) : value;
        },
        reply(reply, transfer) {
          taken(reply.id, Infinity);
          half.reply(reply, transfer);
        },
      };
    },
  };
}

/** Items that a task may emit before its caller has taken the first. */
const ROOM = 16;

type Item = Message & { id: number; item: unknown };

type Listener = (item: unknown, taken: () => void) => void;

/** A message is heard in the async context of whoever caused its worker to start; after `await`, one is in one's own again. */
function listen(call: Call, onItem: (item: unknown) => unknown): Listener {
  const heard: Parameters<Listener>[] = [];
  let ring = (): void => {};
  const fail = (error: Error): void => {
    call.settle({ error });
    if (call.state === "given") call.worker?.lane.abort(call, "AbortError");
  };
  const handOn = async (): Promise<never> => {
    for (;;) {
      await new Promise<void>((rung) => (ring = rung));
      for (const [item, taken] of heard.splice(0)) {
        const done = (async () => onItem(item))().then(taken, fail);
        done.catch(() => {}); // a worker that cannot be told is about to be gone
      }
    }
  };
  void handOn();
  return (...item) => {
    heard.push(item);
    ring();
  };
}

/** Ends the generator at its next `yield` once its signal is aborted. */
async function emitAll(generator: AsyncGenerator, context: RunningCall): Promise<unknown> {
  let step = await generator.next();
  while (!step.done) {
    step = await context.emit(step.value).then(
      () => (context.signal.aborted ? generator.return(undefined) : generator.next()),
      (error: unknown) => generator.throw(error),
    );
  }
  return step.value;
}

/** What the task emits: known where it is an async generator. */
export type StreamItem<T, N extends TaskName<T>> = TaskValue<T, N> extends AsyncGenerator<infer Item> ? Item : unknown;

/** What the task returns at its end. */
export type StreamValue<T, N extends TaskName<T>> =
  TaskValue<T, N> extends AsyncGenerator<unknown, infer Value> ? Value : TaskValue<T, N>;

/**
 * Runs one task and yields what it emits, in order; then returns its value. The call is submitted when the first item is asked
 * for, and cancelled when the consumer stops early.
 *
 * @param options as for `submit`
 * @throws as `submit` does, once the items that came before have been yielded
 */
export async function* stream<T, N extends TaskName<T>>(
  pool: WorkerPool<T>,
  task: N,
  args: TaskArguments<T, N>,
  options: Omit<SubmitOptions, "onItem"> = {},
): AsyncGenerator<StreamItem<T, N>, StreamValue<T, N>, undefined> {
  const untaken: ({ item: unknown; taken: () => void } | "end")[] = [];
  const stopped = new AbortController();
  const heedless = heed({ signal: options.signal }, () => stopped.abort(options.signal?.reason));
  let ring = (): void => {};
  const put = (next: (typeof untaken)[number]): void => {
    untaken.push(next);
    ring();
  };
  const onItem = (item: unknown): Promise<void> => new Promise((taken) => put({ item, taken }));
  const value = pool.submit(task, args, { ...options, onItem, signal: stopped.signal });
  const end = (): void => put("end");
  value.then(end, end);
  try {
    for (;;) {
      const next = untaken.shift();
      if (next === "end") return (await value) as StreamValue<T, N>;
      next?.taken();
      if (next) yield next.item as StreamItem<T, N>;
      else await new Promise<void>((rung) => (ring = rung));
    }
  } finally {
    heedless();
    stopped.abort(new DOMException("the items are no longer wanted", "AbortError"));
  }
}
