/**
 * `map` for tiny tasks: many inputs travel as one call. What a call costs, its message and its promises, is then shared by all
 * of them; for a task of a few microseconds that is nearly everything.
 *
 *      inputs ──▶ chunk ──▶ one call ──▶ values ──▶ consumer
 *                   ╰ ×2 while a chunk takes less than `aim`, ÷2 when it takes more than five times as much
 */
import { TaskError, withFramesOf } from "./errors.ts";
import type { Executor, Inputs, TaskName, TaskValue } from "./executor.ts";
import type { EachFailed, EachValues } from "./invoke.ts";
import { Bell } from "./map.ts";

export interface ChunkOptions {
  /** Inputs in one call, or `auto`: as many as run for `aim`. Minimum 1; default `auto`. */
  chunk?: number | "auto" | undefined;
  /** Milliseconds that a chunk is to run for. More than 0; default 1. */
  aim?: number | undefined;
  /**
   * How many inputs may be pulled ahead of the consumer; chunks are then at most a quarter of it. Minimum 1; default: as many
   * chunks as `map` of this executor would pull inputs.
   */
  lookAhead?: number | undefined;
  /** Cancels the calls in flight and ends the iteration with an error. Default: none. */
  signal?: AbortSignal | undefined;
  /** As for `submit`, the same for each call. Default: undefined. */
  context?: unknown;
}

/** A chunk that takes more than so many times what was aimed at was too long. */
const TOO_LONG = 5;

/**
 * As {@link Executor.map}, with several inputs in a call: results in input order, inputs pulled lazily and bounded. A chunk goes
 * when it is full, or when its consumer waits and nothing else is on its way: a slow input holds back nothing.
 *
 * Inputs of a chunk run one after the other in one worker, so long tasks are better off with `map`.
 *
 * @throws the error of the first input that failed, once the values of those before it have been yielded; or what the input threw
 * @throws {RangeError} when an option is out of its range
 */
export function mapInChunks<Tasks, Name extends TaskName<Tasks>>(
  executor: Executor<Tasks>,
  task: Name,
  inputs: Inputs<Tasks, Name>,
  options: ChunkOptions = {},
): AsyncGenerator<TaskValue<Tasks, Name>, void, undefined> {
  const map = (chunks: AsyncIterable<unknown[]>, lookAhead: number | undefined): AsyncGenerator<EachValues> => {
    const { signal, context } = options;
    // `map` hands on to each call what it does not know itself.
    return executor.map(task, chunks as never, { signal, context, lookAhead, each: true } as never) as never;
  };
  return mappedInChunks(task, map, inputs, options, new Error(task)) as never;
}

async function* mappedInChunks(
  task: string,
  map: (chunks: AsyncIterable<unknown[]>, lookAhead: number | undefined) => AsyncGenerator<EachValues>,
  inputs: Iterable<unknown> | AsyncIterable<unknown>,
  { chunk = "auto", aim = 1, lookAhead }: ChunkOptions,
  caller: Error,
): AsyncGenerator<unknown, void, undefined> {
  for (const [name, value] of Object.entries({ lookAhead, chunk: chunk === "auto" ? 1 : chunk })) {
    if (!(value === undefined || value >= 1)) throw outOfRange(name, "1 or more", value);
  }
  if (!(aim > 0)) throw outOfRange("aim", "more than 0 milliseconds", aim);
  const most = lookAhead === undefined ? Infinity : Math.max(1, Math.floor(lookAhead / 4));
  const sizes = new ChunkSize(chunk, aim, most);
  const chunker = new Chunker(inputs, sizes, lookAhead ?? Infinity);
  try {
    for await (const { values, took } of chunker.feed((chunks) => map(chunks, lookAhead))) {
      sizes.learn(values.length, took);
      for (const value of values) {
        chunker.taken++;
        yield value;
      }
    }
  } catch (error) {
    const failed = failureOfOne(error);
    if (!failed) throw error;
    yield* failed.values;
    throw withFramesOf(caller, new TaskError(task, failed.cause));
  }
}

/** How many inputs a chunk has. */
class ChunkSize {
  #size: number;
  readonly #adapts: boolean;
  readonly #aim: number;
  readonly #most: number;

  constructor(chunk: number | "auto", aim: number, most: number) {
    this.#adapts = chunk === "auto";
    this.#size = Math.min(chunk === "auto" ? 1 : Math.floor(chunk), most);
    this.#aim = aim;
    this.#most = most;
  }

  get now(): number {
    return this.#size;
  }

  /** Chunks of a former size, which may still be on their way, say nothing about this one. */
  learn(length: number, took: number): void {
    if (!this.#adapts || length !== this.#size) return;
    if (took < this.#aim) this.#size = Math.min(2 * length, this.#most);
    else if (took > TOO_LONG * this.#aim) this.#size = Math.max(1, Math.floor(length / 2));
  }
}

/** Pulls inputs, hands them on in chunks, and knows how many are on their way. */
class Chunker {
  /** Inputs whose values the consumer has got. */
  taken = 0;
  readonly #iterator: Iterator<unknown> | AsyncIterator<unknown>;
  readonly #sizes: ChunkSize;
  readonly #lookAhead: number;
  #pulled = 0;
  #chunksAway = 0;
  #consumerWaits = true;
  #awaitingInput = false;
  #inputsEnded = false;
  #over = false;
  /** Rings when the consumer has taken a chunk and waits for the next, and when it has stopped. */
  readonly #wanted = new Bell();

  constructor(inputs: Iterable<unknown> | AsyncIterable<unknown>, sizes: ChunkSize, lookAhead: number) {
    this.#iterator = Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
    this.#sizes = sizes;
    this.#lookAhead = lookAhead;
  }

  /** Yields what `map` makes of the chunks, and heeds how it is consumed. */
  async *feed<Values>(map: (chunks: AsyncIterable<unknown[]>) => AsyncGenerator<Values>): AsyncGenerator<Values> {
    const results = map(this.#chunks());
    try {
      for await (const values of results) {
        this.#chunksAway--;
        this.#consumerWaits = false;
        yield values;
        this.#consumerWaits = true;
        this.#wanted.ring();
      }
    } finally {
      this.#over = true;
      this.#wanted.ring();
      await this.#endInputs();
    }
  }

  async *#chunks(): AsyncGenerator<unknown[], void, undefined> {
    let chunk: unknown[] = [];
    const cut = (): unknown[] => {
      const whole = chunk;
      chunk = [];
      this.#chunksAway++;
      return whole;
    };
    try {
      while (!this.#inputsEnded) {
        while (!this.#over && this.#pulled - this.taken + this.#sizes.now > this.#lookAhead) await this.#wanted.rung();
        for (let room = this.#sizes.now; room > 0; room--) {
          if (this.#over) return;
          let step = this.#iterator.next();
          if (step instanceof Promise) {
            this.#awaitingInput = true;
            if (chunk.length > 0 && (await this.#wantedBefore(step))) yield cut();
            step = await step;
            this.#awaitingInput = false;
          }
          this.#inputsEnded = Boolean(step.done);
          if (step.done) break;
          this.#pulled++;
          chunk.push(step.value);
        }
        if (chunk.length > 0) yield cut();
      }
    } catch (error) {
      this.#inputsEnded = true;
      if (chunk.length > 0) yield cut();
      throw error;
    }
  }

  /** Whether what there is must go before the input has come. */
  async #wantedBefore(input: Promise<unknown>): Promise<boolean> {
    const came = input.then(
      () => true,
      () => true,
    );
    while (!(this.#consumerWaits && this.#chunksAway === 0)) {
      const wanted = this.#wanted.rung().then(() => false);
      if (await Promise.race([came, wanted])) return false;
    }
    return true;
  }

  /** An input that is still being awaited cannot be asked to end without waiting for it, perhaps for ever. */
  async #endInputs(): Promise<void> {
    if (this.#inputsEnded) return;
    const ended = Promise.resolve(this.#iterator.return?.());
    if (this.#awaitingInput) ended.catch(() => {});
    else await ended;
  }
}

/** What became of the inputs before the one that failed, where the task failed for one of a chunk. */
function failureOfOne(error: unknown): Pick<EachFailed, "values" | "cause"> | undefined {
  const cause = error instanceof TaskError ? error.cause : undefined;
  return cause instanceof Error && cause.name === "EachFailed" ? (cause as EachFailed) : undefined;
}

function outOfRange(name: string, wanted: string, found: number): RangeError {
  return new RangeError(`Cannot map in chunks: ${name} must be ${wanted}: found ${found}`);
}
