/**
 * How many there can be: N is doubled until the time is over or half of the free memory is used. Figures, one for each step in which all
 * were ready: `counts`, `readySeconds`, `addedBytes` (in all; absent where the system does not tell). `most`: ready at once at the
 * end. Notes: `endedBy`, and `firstFailure` where starting one failed.
 */
import { availableBytes, proportionalBytes } from "../memory.ts";
import { type Description, type Native, numberOf, type Observed, type Stage, type Started } from "../probe.ts";

/** Started before the loop gets a turn and memory is looked at. */
const AT_A_TIME = 16;
/** Where the system does not tell how much memory is left. */
const MOST_UNSEEN = 256;

export const description: Description = {
  name: "ladder",
  title: "Scalability ladder",
  question: "How many tasks, threads or processes can be started within 2 s or half of the free memory?",
  blocks: 3,
  timeLimitSeconds: 60,
  settings({ smoke }) {
    const limitMilliseconds = smoke ? 500 : 2000;
    return [
      { place: "task", setting: {}, amount: { limitMilliseconds, most: smoke ? 2 ** 14 : 2 ** 20 } },
      { place: "thread", setting: {}, amount: { limitMilliseconds, most: smoke ? 16 : 4096 } },
      { place: "process", setting: {}, amount: { limitMilliseconds, most: smoke ? 8 : 4096 } },
    ];
  },
};

interface Step {
  /** How many were ready before the time was over. */
  ready: number;
  seconds: number;
  bytes: number | null;
  ended: "time" | "memory" | "failure" | null;
  failure: string | null;
}

export async function run(stage: Stage): Promise<Observed> {
  const limitMilliseconds = numberOf(stage.amount, "limitMilliseconds");
  const free = availableBytes();
  const most = Math.min(
    numberOf(stage.amount, "most"),
    free === null && stage.place !== "task" ? MOST_UNSEEN : Infinity,
  );
  const limits = { milliseconds: limitMilliseconds, leftBytes: free === null ? 0 : free / 2 };
  const figures = {
    counts: [] as number[],
    readySeconds: [] as number[],
    addedBytes: [] as number[],
    most: [0],
  };
  for (let count = 1; count <= most; count *= 2) {
    const { ready, seconds, bytes, ended, failure } = await climb(stage.place, count, limits, stage.native);
    figures.most[0] = Math.max(figures.most[0]!, ready);
    if (ended !== null) return { figures, notes: { endedBy: ended, ...(failure && { firstFailure: failure }) } };
    figures.counts.push(count);
    figures.readySeconds.push(seconds);
    if (bytes !== null) figures.addedBytes.push(bytes);
    const wouldNeed = bytes === null ? 0 : 2 * bytes;
    if (free !== null && wouldNeed > free / 2) return { figures, notes: { endedBy: "memory" } };
  }
  return { figures, notes: { endedBy: "count" } };
}

interface Limits {
  milliseconds: number;
  /** Free memory must not fall below it. */
  leftBytes: number;
}

async function climb(place: string, count: number, limits: Limits, native: Native): Promise<Step> {
  if (place === "task") return climbTasks(count, limits);
  const before = proportionalBytes();
  const began = performance.now();
  const crowd = new Crowd(place === "thread" ? () => native.startThread() : () => native.startProcess());
  await crowd.grow(count, limits, began);
  const seconds = (performance.now() - began) / 1000;
  const { ready, started, ended, failure } = crowd;
  const after = ended === null ? proportionalBytes(started.flatMap(({ pid }) => pid ?? [])) : null;
  await Promise.all(started.map((one) => one.stop()));
  return { ready, seconds, bytes: before === null || after === null ? null : after - before, ended, failure };
}

/** Workers that are started one after the other. */
class Crowd {
  readonly started: Started[] = [];
  ready = 0;
  ended: Step["ended"] = null;
  failure: string | null = null;
  readonly #start: () => Started;

  constructor(start: () => Started) {
    this.#start = start;
  }

  /** Returns when all are ready, or when a limit is met. */
  async grow(count: number, limits: Limits, began: number): Promise<void> {
    while (this.started.length < count && this.ended === null) {
      if (isOver(began, limits)) this.ended = "time";
      else if ((availableBytes() ?? Infinity) < limits.leftBytes) this.ended = "memory";
      else this.#startSome(Math.min(AT_A_TIME, count - this.started.length));
      await turn(); // those that are ready can say so
    }
    while (this.ready < count && this.ended === null) {
      if (isOver(began, limits)) this.ended = "time";
      await turn();
    }
  }

  #startSome(count: number): void {
    try {
      for (let one = 0; one < count; one++) this.#startOne();
    } catch (error) {
      this.#fail(error);
    }
  }

  #startOne(): void {
    const worker = this.#start();
    this.started.push(worker);
    void this.#await(worker);
  }

  async #await({ ready }: Started): Promise<void> {
    try {
      await ready;
      if (this.ended === null) this.ready++; // one that is ready too late does not count
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.ended = "failure";
    this.failure ??= String(error);
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const isOver = (began: number, { milliseconds }: Limits): boolean => performance.now() - began >= milliseconds;

/** Async functions that wait for one and the same thing. */
async function climbTasks(count: number, limits: Limits): Promise<Step> {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  let ready = 0;
  const wait = async (): Promise<void> => {
    await Promise.resolve();
    ready++;
    await gate;
  };
  const before = proportionalBytes();
  const began = performance.now();
  const tasks = Array.from({ length: count }, wait);
  await new Promise((resolve) => setTimeout(resolve));
  const seconds = (performance.now() - began) / 1000;
  const after = proportionalBytes();
  open();
  await Promise.all(tasks);
  return {
    ready,
    seconds,
    bytes: before === null || after === null ? null : after - before,
    ended: seconds * 1000 >= limits.milliseconds ? "time" : null,
    failure: null,
  };
}
