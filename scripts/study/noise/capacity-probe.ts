/** The runner's side of the capacity probe: see `capacity-process.ts`. */
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cleanEnvironment } from "../../clean-environment.ts";

const PROGRAM = fileURLToPath(new URL("./capacity-process.ts", import.meta.url));

/** How often one thread, and then both, spin before the run: the best is what the machine gives until more is seen. */
const CALIBRATIONS = 6;

export class CapacityProbe implements Disposable {
  readonly #stdin: NodeJS.WritableStream;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  /** The most steps per second that one thread was seen to do: a whole core's worth of work. */
  #core = 0;
  /** The same of both together. */
  #both = 0;

  private constructor() {
    const helper = execa(process.execPath, [PROGRAM], {
      stdin: "pipe",
      stdout: "pipe",
      stderr: "ignore",
      reject: false,
      buffer: false,
      env: cleanEnvironment(),
      extendEnv: false,
    });
    this.#stdin = helper.stdin;
    this.#stdin.on("error", () => {}); // it was killed: the next answer is missing, and says so
    this.#lines = createInterface({ input: helper.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /** Starts the helper and finds out what the machine gives at best; takes about half a second. */
  static async start(): Promise<CapacityProbe> {
    const probe = new CapacityProbe();
    await probe.#ask("both"); // compiles the loop in both threads
    for (let i = 0; i < CALIBRATIONS; i++) await probe.#ask("one");
    for (let i = 0; i < CALIBRATIONS; i++) await probe.cores();
    return probe;
  }

  /** The most that was seen so far, in cores' worth of work. */
  get atBest(): number {
    return this.#core === 0 ? 0 : this.#both / this.#core;
  }

  /** How many cores' worth of work two threads get done right now; null when the helper is gone. Takes about 40 ms. */
  async cores(): Promise<number | null> {
    const rate = await this.#ask("both");
    return rate === null || this.#core === 0 ? null : rate / this.#core;
  }

  /** Steps per second of all that spun. */
  async #ask(question: "one" | "both"): Promise<number | null> {
    this.#stdin.write(`${question}\n`);
    const { value, done } = await this.#answers.next();
    if (done) return null;
    const rates = value.split(" ").map(Number);
    const sum = rates.reduce((total, rate) => total + rate, 0);
    this.#core = Math.max(this.#core, ...rates);
    this.#both = Math.max(this.#both, sum);
    return sum;
  }

  [Symbol.dispose](): void {
    this.#stdin.end();
    this.#lines.close();
  }
}
