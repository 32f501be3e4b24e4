/**
 * `map` for tiny tasks: many inputs travel as one call. What a call costs, its message and its promises, is then shared by all
 * of them; for a task of a few microseconds that is nearly everything.
 *
 *     for await (const value of mapInChunks(pool, "square", numbers)) …
 *
 *      inputs ──▶ chunk ──▶ one call ──▶ values ──▶ consumer
 *                   ╰ ×2 while a chunk takes less than `aim`, ÷2 when it takes more than five times as much
 *
 * The pool and `serve` are both given `abilities: [chunks()]`.
 */
import { describe, TaskError } from "../pool/errors.ts";
import type { CallMessage } from "../pool/serve.ts";
import { checkNumber, type Inputs, type MapOptions, now } from "../pool/tasks.ts";
import type { TaskInput, TaskName, TaskValue } from "../pool/tasks.ts";
import { NotCloneable } from "../pool/worker-errors.ts";
import type { Ability, WorkerPool } from "../pool/worker-pool.ts";

export interface ChunkOptions extends Omit<MapOptions<never>, "transfer" | "settled"> {
  /** Inputs in one call, or `auto`: as many as run for `aim`. Minimum 1; default `auto`. */
  chunk?: number | "auto" | undefined;
  /** Milliseconds that a chunk is to run for. Minimum 0.001; default 1. */
  aim?: number | undefined;
  /**
   * How many inputs may be pulled ahead of the consumer; chunks are then at most a quarter of it. Minimum 1; default: no limit
   * but that of the chunks on their way, which are as many as `map` would pull inputs.
   */
  lookAhead?: number | undefined;
}

/** A chunk that takes more than so many times what was aimed at was too long. */
const TOO_LONG = 5;

/** In the options of a call: its one argument is a list of inputs. */
const each = Symbol("each");

/** What such a call comes to: the values in the order of the inputs, and the milliseconds that all took together. */
interface Values {
  values: unknown[];
  took: number;
}

/** The task failed for one of the inputs, with `cause`; or its value cannot be cloned. `values` are those of the inputs before it. */
class EachFailed extends Error {
  override readonly name = "EachFailed";
  readonly values: unknown[];
  readonly cloning: boolean;

  constructor(values: unknown[], cause: unknown, cloning: boolean) {
    super(`the task failed for input ${values.length}`, { cause });
    this.values = values;
    this.cloning = cloning;
  }
}

/** The ability, for a pool and for `serve`. */
export function chunks(): Ability {
  return {
    name: "chunks",
    lane: (inner) => ({
      ...inner,
      message(call) {
        const message = inner.message(call);
        return each in call.options ? Object.assign(message, { each: true }) : message;
      },
    }),
    serve: (half) => ({
      invoke(task, call: CallMessage & { each?: true }, context) {
        if (!call.each) return half.invoke(task, call, context);
        const one = (input: unknown): unknown => half.invoke(task, { ...call, args: [input] }, context);
        return runEach(call.args[0] as unknown[], one, context.signal);
      },
    }),
  };
}

async function runEach(inputs: unknown[], run: (input: unknown) => unknown, signal: AbortSignal): Promise<Values> {
  const values: unknown[] = [];
  const began = now();
  let cloning = false;
  try {
    for (const input of inputs) {
      let value = run(input);
      if (isThenable(value)) {
        value = await value;
        signal.throwIfAborted();
      }
      cloning = true;
      values.push(ownClone(value));
      cloning = false;
    }
  } catch (error) {
    throw new EachFailed(values, error, cloning);
  }
  return { values, took: now() - began };
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | undefined)?.then === "function";

/**
 * What travels in one list is cloned together and later: an object that two of them share would arrive as one, as the task left it last.
 * So each is cloned by itself, at once; a plain object of nothing but primitives is merely copied, which is quicker.
 */
function ownClone(value: unknown): unknown {
  if (isPrimitive(value)) return value;
  const isPlain =
    Object.getPrototypeOf(value) === Object.prototype && Object.values(value as object).every(isPrimitive);
  return isPlain ? { ...(value as object) } : structuredClone(value);
}

const isPrimitive = (value: unknown): boolean => Object(value) !== value && typeof value !== "symbol";

/**
 * As `pool.map`, with several inputs in a call: results in input order, inputs pulled lazily and bounded. A chunk goes when it is
 * full, or when its consumer waits and nothing else is on its way: a slow input holds back nothing.
 *
 * Inputs of a chunk run one after the other in one worker, so long tasks are better off with `map`.
 *
 * @param options as for `map`; a timeout is that of each chunk
 * @throws the error of the first input that failed, once the values of those before it have been yielded; or what the input threw
 * @throws {RangeError} an option is out of its range
 */
export async function* mapInChunks<T, N extends TaskName<T>>(
  pool: WorkerPool<T>,
  task: N,
  inputs: Inputs<TaskInput<T, N>>,
  { chunk = "auto", aim = 1, lookAhead = Infinity, ...options }: ChunkOptions = {},
): AsyncGenerator<TaskValue<T, N>, void, undefined> {
  checkNumber("Cannot map in chunks: lookAhead", lookAhead, 1);
  checkNumber("Cannot map in chunks: aim", aim, 0.001);
  if (chunk !== "auto") checkNumber("Cannot map in chunks: chunk", chunk, 1);
  const most = Math.max(1, Math.floor(lookAhead / 4));
  const asynchronous = (inputs as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator]?.();
  const iterator = asynchronous ?? (inputs as Iterable<unknown> | undefined)?.[Symbol.iterator]?.();
  if (!iterator) throw new TypeError(`Cannot map in chunks: wanted an iterable of inputs, found ${describe(inputs)}`);
  /** Inputs that are in no chunk yet. */
  const waiting: unknown[] = [];
  let size = Math.min(chunk === "auto" ? 1 : Math.floor(chunk), most);
  let [pulled, taken, chunksAway] = [0, 0, 0];
  let [pulling, inputsOver, consumerWaits, stopped] = [false, false, true, false];
  let failure: { error: unknown } | undefined;
  let failed = false;
  let ring = (): void => {};

  const pull = async (): Promise<void> => {
    let step: IteratorResult<unknown> | undefined;
    pulling = true;
    try {
      const found: unknown = iterator.next();
      step = (asynchronous ? await found : found) as IteratorResult<unknown>;
      if (Object(step) !== step) throw new TypeError(`Cannot map: the input's next() gave ${describe(step)}`);
      inputsOver = step.done === true;
      if (!inputsOver) waiting.push(!asynchronous && isThenable(step.value) ? await step.value : step.value);
      if (!inputsOver) pulled++;
    } catch (error) {
      inputsOver = !step;
      failure = { error };
    }
    pulling = false;
    ring();
  };
  /** An input that cannot be cloned makes a chunk of its own, so that it fails alone. */
  const cut = (): unknown[] => {
    const whole: unknown[] = [];
    try {
      for (const input of waiting.slice(0, size)) whole.push(ownClone(input));
    } catch {
      if (whole.length === 0) whole.push(waiting[0]);
    }
    waiting.splice(0, whole.length);
    chunksAway++;
    return whole;
  };
  const cutAll = async function* (): AsyncGenerator<unknown[], void, undefined> {
    while (!stopped) {
      const ended = inputsOver || failure !== undefined;
      const mustWait = pulling || pulled - taken >= lookAhead;
      const wanted = ended || (mustWait && consumerWaits && chunksAway === 0);
      if (waiting.length >= size || (waiting.length > 0 && wanted)) yield cut();
      else if (failure) throw failure.error;
      else if (ended) return;
      else if (mustWait) await new Promise<void>((rung) => (ring = rung));
      else void pull();
    }
  };

  try {
    const perChunk: object = { ...options, [each]: true };
    // The task's own types say nothing of lists: with `each` an input is a list of them, and a result is what came of it.
    const results = pool.map(task, cutAll() as never, perChunk) as unknown as AsyncIterable<Values>;
    for await (const { values, took } of results) {
      chunksAway--;
      consumerWaits = false;
      // Chunks of a former size, which may still be on their way, say nothing about this one.
      if (chunk === "auto" && values.length === size) {
        if (took < aim) size = Math.min(2 * size, most);
        else if (took > TOO_LONG * aim) size = Math.max(1, Math.floor(size / 2));
      }
      for (const value of values) {
        taken++;
        yield value as TaskValue<T, N>;
      }
      consumerWaits = true;
      ring();
    }
  } catch (error) {
    failed = true;
    const part = error instanceof TaskError ? (error.cause as EachFailed) : undefined;
    if (part?.name !== "EachFailed" || !part.values) throw error; // its values could not be sent
    yield* part.values as TaskValue<T, N>[];
    throw part.cloning ? new NotCloneable(task, "result", part.cause) : new TaskError(task, part.cause);
  } finally {
    stopped = true;
    ring();
    // An input that is still being awaited cannot be asked to end without waiting for it, perhaps for ever.
    const returned = inputsOver ? undefined : (async () => iterator.return?.())();
    const heard = pulling || failed ? returned?.catch(() => {}) : returned; // as `for await` hears it
    if (!pulling) await heard;
  }
}
