/**
 * The worker's half: receives a call, runs its task, replies; and what crosses between the two halves. A runtime's own `serve` gives
 * it a way to post and a way to leave, and hands it every message; it knows nothing of threads or processes.
 *
 *        pool                                worker
 *          │ ◀──────────────── Loaded ───────── │  it listens
 *          │ ── Hello ────────────────────────▶ │  its number, and the abilities it is to have
 *          │ ◀───────── Ready ─── or ─ Failed ─ │  its init is through
 *          │ ── Call ─────────────────────────▶ │  run it now
 *          │ ── Cancel ───────────────────────▶ │  abort the call's signal
 *          │ ◀───────────────── Reply ───────── │  each call is answered exactly once
 *          │ ── End ──────────────────────────▶ │  leave: no call will come
 */
import { UnknownTask } from "./errors.ts";
import { findTask, type Interruption, now, type RunningCall, runningCall, type Transferables } from "./tasks.ts";
import { type Packed, type Packing, packing } from "./worker-errors.ts";

export interface ServeOptions {
  /**
   * Called once with the worker's number, before it is ready: what it returns or resolves to, tasks know as `this.local`. When it
   * fails, so has the worker's start, and the callers that wait are told its error. Default: none.
   */
  init?: ((worker: number) => unknown) | undefined;
  /** Called with what `init` made, and awaited, before the worker leaves a pool that is closed; it has the pool's `grace`. Default: none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- what init returns is its owner's to know
  teardown?: ((local: any) => unknown) | undefined;
  /** What the pool has, it must have too: those with a half in the worker. Default: none. */
  abilities?: readonly ServedAbility[] | undefined;
}

/** The worker's half of an ability. */
export interface ServedAbility {
  /** By which the two halves find each other. */
  readonly name: string;
  /** Puts another packing around the inner one, on both sides. */
  packing?(inner: Packing): Packing;
  /** Called when the pool has it too: what it returns takes the place of those parts of the half, for whoever calls them. */
  serve?(half: Half): Partial<Half>;
}

/** What an ability may put another around. */
export interface Half extends Packing {
  /** Sends to the pool. Throws, and sends nothing, when the message cannot be cloned. */
  post: (message: FromWorker | Message, transfer?: Transferables) => void;
  receive(message: Message): void;
  /** Runs a call's task, and replies when it has ended. */
  run(call: CallMessage): Promise<void>;
  /** Calls the task: its value, or a promise of it. */
  invoke(task: Function, call: CallMessage, context: RunningCall): unknown;
  /** What the task will know as `this`. */
  context(call: CallMessage): RunningCall;
  reply(reply: Reply, transfer?: Transferables): void;
}

/** The runtime's side: the worker's name in errors (`process id`, or with `/thread id`), how it posts, and how it ends, after what it has posted. */
export type Port = { readonly name: string; readonly post: Half["post"]; readonly leave: () => void };

/** Serves the tasks: to be called when messages can be heard. @returns heeds a message of the pool */
export function serveTasks(tasks: object, options: ServeOptions, port: Port): (message: unknown) => void {
  const { init, teardown, abilities = [] } = options;
  const running = new Map<number, RunningCall>();
  let local: unknown;
  let worker = 0;

  const half: Half = {
    ...packing,
    post: port.post,
    receive(message) {
      const heard = message as ToWorker;
      if (heard.type === "call") void half.run(heard);
      else if (heard.type === "cancel") running.get(heard.id)?.abort(heard.why);
      else if (heard.type === "hello") void begin(heard);
      else if (heard.type === "end") void end();
    },
    context: ({ timeLeft = Infinity }) => runningCall(timeLeft, local, worker),
    invoke: (task, { args }, context) => Reflect.apply(task, context, args) as unknown,
    async run(call) {
      const context = half.context(call);
      running.set(call.id, context);
      const began = now();
      let result: Pick<Reply, "value" | "failure">;
      try {
        const task = findTask(tasks, call.task);
        if (task instanceof UnknownTask) result = { failure: { kind: "unknown task", known: task.known } };
        else result = { value: await half.invoke(task, call, context) };
      } catch (error) {
        result = { failure: { kind: "threw", error: half.pack(error) } };
      }
      running.delete(call.id);
      half.reply({ type: "reply", id: call.id, ...result, began, took: now() - began }, context.transferred);
    },
    reply(reply, transfer) {
      try {
        half.post(reply, transfer);
      } catch (error) {
        const { value: _, failure, ...rest } = reply;
        if (!failure) return half.post({ ...rest, failure: { kind: "result not cloneable", error: half.pack(error) } });
        // A field or a cause of an error can be cloned between threads, but not sent to another process: it goes without them.
        const { name = "Error", message = "it cannot be sent", stack } = Object("error" in failure && failure.error);
        half.post({ ...rest, failure: { kind: "threw", error: { name, message, stack, fields: {} } } });
      }
    },
  };

  async function begin(hello: { worker: number; abilities: string[] }): Promise<void> {
    worker = hello.worker;
    const agreed = hello.abilities.flatMap((name) => abilities.find((ability) => ability.name === name) ?? []);
    for (const ability of agreed) {
      Object.assign(half, ability.packing?.({ ...half }));
      Object.assign(half, ability.serve?.({ ...half }));
    }
    try {
      local = await init?.(worker);
      const { timeOrigin } = performance;
      half.post({ type: "ready", name: port.name, timeOrigin, abilities: agreed.map(({ name }) => name) });
    } catch (error) {
      half.post({ type: "failed", error: half.pack(error) });
    }
  }

  async function end(): Promise<void> {
    try {
      await teardown?.(local);
    } catch (error) {
      console.error("Cannot tear down a worker:", error);
    } finally {
      port.leave();
    }
  }

  port.post({ type: "loaded", probe: new Map([["clones", 1]]) });
  return (message) => half.receive(message as Message);
}

/** Classes of the platform whose objects every channel carries. */
const CARRIED = ["Map", "Set", "ArrayBuffer", "DataView", "BigInt"];

/**
 * For channels that deliver other objects of the platform, such as a URL or a Response, as `{}` instead of refusing them. Looks at
 * every object of a message, which costs about a fifth of what cloning it does.
 *
 * @param alsoCarried names of classes whose objects this channel carries, too
 * @throws {DOMException} one of them would be lost
 */
export function refuseLost(message: unknown, alsoCarried: readonly string[] = []): void {
  const found = new Set([message as object]);
  for (const value of found) {
    if (ArrayBuffer.isView(value)) continue;
    const tag: unknown = Reflect.get(value, Symbol.toStringTag);
    if (typeof tag === "string" && ![...CARRIED, ...alsoCarried].includes(tag)) {
      // A tag says where its class is: "URL", "WebAssembly.Module".
      const type = tag.split(".").reduce<unknown>((scope, name) => Reflect.get(Object(scope), name), globalThis);
      // Only the platform's own classes have a tag of theirs: what says that it is an "Object" is carried as one.
      const isPlatforms = typeof type === "function" && Object.hasOwn(Object(type.prototype), Symbol.toStringTag);
      if (isPlatforms && value instanceof type)
        throw new DOMException(`a ${tag} could not be cloned`, "DataCloneError");
    }
    // A list by what it has and not by its length: it may be nothing but a large hole.
    let inner: Iterable<unknown> = value instanceof Set ? value : Object.values(value);
    if (value instanceof Map) inner = [...value.keys(), ...value.values()];
    if (value instanceof Error) inner = [...inner, value.cause];
    for (const each of inner) if (typeof each === "object" && each !== null) found.add(each);
  }
}

/** What an ability's two halves say to each other has a `type` of its own. */
export type Message = { readonly type: string };

export type ToWorker =
  /** `abilities`: the names of those of the pool that have a half in the worker. */
  | { type: "hello"; worker: number; abilities: string[] }
  | CallMessage
  /** `why` is the name of what becomes the signal's reason. */
  | { type: "cancel"; id: number; why: Interruption }
  | { type: "end" };

export type FromWorker =
  /** `probe` arrives as a `Map` where the channel clones; over plain JSON as an empty object. */
  | { type: "loaded"; probe: Map<string, number> }
  /** `name` is `process id` or `process id/thread id`; `timeOrigin` when the worker's clock was 0, in milliseconds since the epoch. */
  | { type: "ready"; name: string; timeOrigin: number; abilities: string[] }
  /** Instead of ready: its init has failed, and it waits to be stopped. */
  | { type: "failed"; error: Packed }
  | Reply;

/** Run it now. `timeLeft`: milliseconds until its deadline, absent without one. */
export type CallMessage = { type: "call"; id: number; task: string; args: readonly unknown[]; timeLeft?: number };

/** A value, or why there is none; when the task began on the worker's clock, and how long it took, in milliseconds. */
export type Reply = { type: "reply"; id: number; began: number; took: number; value?: unknown; failure?: Failure };

/** Why a call has no value: its task threw, there is no such task, or its value cannot travel. */
export type Failure =
  | { kind: "threw" | "result not cloneable"; error: Packed }
  | { kind: "unknown task"; known: readonly string[] };
