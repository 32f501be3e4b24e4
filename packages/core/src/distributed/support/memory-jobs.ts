/** Jobs kept in this isolate, for tests of the pool and the worker: the test says when a lease runs out, and what goes wrong. */
import type { JobSource, Listener, TakenJob } from "../job-source.ts";

interface Kept {
  job: Uint8Array;
  deliveries: number;
  acceptedAt: number;
  /** Whether a worker has it. */
  held: boolean;
}

export class MemoryJobs implements JobSource {
  limit = 1024 * 1024;
  closed = false;
  /** Put in the place of an answer: the engine that cannot be reached. */
  fails: Error | undefined;
  readonly queue = new Map<string, Kept>();
  readonly results = new Map<string, Uint8Array>();
  readonly tries = new Map<string, Uint8Array>();
  readonly dead = new Map<string, Uint8Array>();
  /** How often workers said that they have a job, by its id. */
  readonly renewed = new Map<string, number>();
  /** Milliseconds for which jobs were put back. */
  readonly released: number[] = [];
  lease = 3000;
  /** Until then no result is kept. */
  keeping: Promise<void> = Promise.resolve();

  readonly #listeners = new Map<string, Listener>();
  readonly #stops = new Map<string, AbortController>();
  #ring = (): void => {};

  async accept(id: string, job: Uint8Array): Promise<void> {
    await this.#answer();
    if (!this.queue.has(id)) this.queue.set(id, { job, deliveries: 0, acceptedAt: performance.now(), held: false });
    this.#ring();
  }

  async listen(caller: string, listener: Listener): Promise<() => Promise<void>> {
    await this.#answer();
    this.#listeners.set(caller, listener);
    return async () => void this.#listeners.delete(caller);
  }

  async result(id: string): Promise<Uint8Array | undefined> {
    await this.#answer();
    return this.results.get(id);
  }

  async cancel(id: string, result: Uint8Array, { waiting = false } = {}): Promise<"queued" | "running" | "finished"> {
    await this.#answer();
    if (waiting && this.queue.get(id)?.held) return "running";
    if (!this.#keep(id, result)) return "finished";
    this.#stops.get(id)?.abort();
    if (this.queue.get(id)?.held) return "running";
    this.queue.delete(id);
    return "queued";
  }

  async take(): Promise<TakenJob | undefined> {
    await this.#answer();
    const next = [...this.queue].find(([, { held }]) => !held);
    if (!next) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 20);
        this.#ring = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      return undefined;
    }
    const [id, kept] = next;
    kept.held = true;
    kept.deliveries++;
    if (this.results.has(id)) return void this.queue.delete(id);
    const stop = new AbortController();
    this.#stops.set(id, stop);
    return {
      id,
      job: kept.job,
      deliveries: kept.deliveries,
      age: () => performance.now() - kept.acceptedAt,
      at: 1000 * kept.deliveries,
      tries: this.tries.get(id),
      cancelled: stop.signal,
      lease: this.lease,
      renew: () => void this.renewed.set(id, (this.renewed.get(id) ?? 0) + 1),
      note: async (tries) => {
        await this.#answer();
        this.tries.set(id, tries);
      },
      progress: (value) => this.#listenerOf(id)?.progress(id, value),
      finish: async (result) => {
        await this.#answer();
        await this.keeping;
        this.#keep(id, result);
        this.queue.delete(id);
      },
      release: (delay) => {
        this.released.push(delay);
        if (delay === 0) this.expire(id);
        else setTimeout(() => this.expire(id), 1); // no test waits for longer
      },
      bury: async (letter, result) => {
        await this.#answer();
        this.dead.set(id, letter);
        this.#keep(id, result);
        this.queue.delete(id);
      },
    };
  }

  /** The lease of its worker has run out. */
  expire(id: string): void {
    const kept = this.queue.get(id);
    if (kept) kept.held = false;
    this.#ring();
  }

  /** The connection is lost for good. */
  hangUp(error: Error): void {
    this.closed = true;
    this.loseData(error);
  }

  /** Nothing is heard any more by those who have listened. */
  loseData(error: Error): void {
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const listener of listeners) listener.closed(error);
  }

  async *letters(): AsyncGenerator<{ id: string; letter: Uint8Array }, void, undefined> {
    for (const [id, letter] of this.dead) yield { id, letter };
  }

  async letter(id: string): Promise<Uint8Array | undefined> {
    return this.dead.get(id);
  }

  async unbury(id: string, job?: Uint8Array): Promise<void> {
    this.dead.delete(id);
    if (!job) return;
    this.results.delete(id);
    this.tries.delete(id);
    await this.accept(id, job);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  #listenerOf(id: string): Listener | undefined {
    return this.#listeners.get(id.split(".")[0] ?? "");
  }

  #keep(id: string, result: Uint8Array): boolean {
    if (this.results.has(id)) return false;
    this.results.set(id, result);
    this.#listenerOf(id)?.result(id, result);
    return true;
  }

  async #answer(): Promise<void> {
    if (this.fails) throw this.fails;
  }
}
