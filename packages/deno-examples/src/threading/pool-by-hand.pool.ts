/** A pool of threads by hand: used by `pool-by-hand.ts`, and led into its gaps by `pool-by-hand-gaps.ts`. */
interface Call {
  argument: number;
  resolve: (answer: number) => void;
}

export class HandPool {
  /** Calls that no worker has yet. */
  readonly line: Call[] = [];
  readonly #workers: Worker[];
  readonly #idle: Worker[];
  /** The call that each worker is at. */
  readonly #at = new Map<Worker, Call>();

  constructor(module: URL, count: number) {
    this.#workers = Array.from({ length: count }, () => this.#start(module));
    this.#idle = [...this.#workers];
  }

  run(argument: number): Promise<number> {
    return new Promise((resolve) => {
      this.line.push({ argument, resolve });
      this.#fill();
    });
  }

  close(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  #start(module: URL): Worker {
    const worker = new Worker(module, { type: "module" });
    worker.addEventListener("message", ({ data: answer }: MessageEvent<number>) => {
      this.#at.get(worker)?.resolve(answer);
      this.#at.delete(worker);
      this.#idle.push(worker);
      this.#fill();
    });
    worker.addEventListener("error", (event) => event.preventDefault()); // or what a task throws would end the program
    return worker;
  }

  // One call at a time in each worker, so that its next message is the answer.
  #fill(): void {
    while (this.line.length > 0 && this.#idle.length > 0) {
      const worker = this.#idle.pop()!;
      const call = this.line.shift()!;
      this.#at.set(worker, call);
      worker.postMessage(call.argument);
    }
  }
}
