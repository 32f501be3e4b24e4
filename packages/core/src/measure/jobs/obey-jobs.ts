/**
 * What a runtime's program for the comparison of jobs does: has jobs done by one of the arms, by workers that it starts, and says how long that
 * took, or how many were lost.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { JobsAnswer, JobsCase, JobsFigures, JobsOrder } from "../../results/jobs.ts";
import { obeyOrder, waitAt } from "../answer.ts";
import { type Arm, type Job, loadArm, type Submitter } from "./arm.ts";

/** What a runtime brings. */
export interface JobsBindings {
  /** `major.minor.patch`. */
  version: string;
  /** Its own job worker: `… <address of the server> <name of the queue> <threads> <wrong by> <lease> <jobs at once in each thread>`. */
  jobWorker: string;
  /** Starts a program in it. */
  start(file: string, args: readonly string[]): StartedWorker;
}

export interface StartedWorker {
  pid: number;
  /** It has said something. Rejects when it ended before. */
  ready: Promise<unknown>;
  /** Ends it, as a crash would; resolves when it has ended. */
  kill(): Promise<unknown>;
}

/** Jobs that a worker does at once: with few, what is timed of many jobs is how long a server takes to hand one out. */
const SLOTS = 8;
/** What the engines of the distributed pool have where nobody says anything, in milliseconds. */
const LEASE = 5000;
const LARGE = 1024 * 1024;
/** Jobs that are on their way at a time while the server is killed. */
const ON_THE_WAY = 64;
/** Milliseconds between one kill of a worker and the next: at different moments of their leases. */
const BETWEEN_KILLS = 700;

/** Obeys the order in the file named by the last command-line argument, and ends the process. */
export async function obeyJobs(bindings: JobsBindings): Promise<void> {
  await obeyOrder(async (order: JobsOrder): Promise<JobsAnswer> => {
    const scene = new Scene(order, bindings, await loadArm(order.arm));
    const nothing = { seconds: [], accepted: null, lost: null };
    const figures = { ...nothing, ...(await CASES[order.case](order, scene)) };
    await scene.end();
    return { outcome: "completed", runtimeVersion: bindings.version, figures };
  });
  process.exit(0); // a connection may look for its server for ever
}

class Scene {
  readonly #order: JobsOrder;
  readonly #bindings: JobsBindings;
  readonly #arm: Arm;
  readonly #workers: StartedWorker[] = [];

  constructor(order: JobsOrder, bindings: JobsBindings, arm: Arm) {
    this.#order = order;
    this.#bindings = bindings;
    this.#arm = arm;
  }

  open(): Promise<Submitter> {
    return this.#arm.open(this.#order.server);
  }

  /** @param slots jobs that it does at once */
  async startWorker(slots: number): Promise<StartedWorker> {
    const { arm, server } = this.#order;
    // Ours does them in threads, of which more than there are cores would wait for each other.
    const threads = Math.min(slots, navigator.hardwareConcurrency);
    const ours = [server, "jobs", String(threads), "0", String(LEASE), String(Math.ceil(slots / threads))];
    const worker = this.#arm.serve
      ? this.#bindings.start(fileURLToPath(new URL("./worker.ts", import.meta.url)), [arm, server, String(slots)])
      : this.#bindings.start(this.#bindings.jobWorker, ours);
    this.#workers.push(worker);
    await worker.ready;
    return worker;
  }

  /** Those whose end nobody waited for would count as somebody else's CPU. */
  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.kill()));
  }
}

const CASES: Record<JobsCase, (order: JobsOrder, scene: Scene) => Promise<Partial<JobsFigures>>> = {
  "round-trip": (order, scene) => oneAtATime(order, scene, addOne),
  large: (order, scene) => {
    const text = largeText();
    return oneAtATime(order, scene, () => ({ job: { task: "lengthOf", args: [text] }, wanted: LARGE }));
  },
  "at-once": atOnce,
  recovery: recover,
  restart: loseServer,
};

interface Checked {
  job: Job;
  wanted: number;
}

const addOne = (to: number): Checked => ({ job: { task: "add", args: [to, 1] }, wanted: to + 1 });

async function submitChecked(submitter: Submitter, { job, wanted }: Checked): Promise<void> {
  const found = await submitter.submit(job);
  if (found !== wanted) throw new Error(`wanted ${wanted} from ${job.task}, found ${found}`);
}

async function oneAtATime(
  { jobs, warmups }: JobsOrder,
  scene: Scene,
  next: (index: number) => Checked,
): Promise<Partial<JobsFigures>> {
  const submitter = await scene.open();
  await scene.startWorker(SLOTS);
  const seconds: number[] = [];
  for (let i = 0; i < warmups + jobs; i++) {
    const began = performance.now();
    await submitChecked(submitter, next(i));
    if (i >= warmups) seconds.push((performance.now() - began) / 1000);
  }
  return { seconds };
}

async function atOnce({ jobs, warmups }: JobsOrder, scene: Scene): Promise<Partial<JobsFigures>> {
  const submitter = await scene.open();
  await scene.startWorker(SLOTS);
  for (let i = 0; i < warmups; i++) await submitChecked(submitter, addOne(i));
  const began = performance.now();
  await Promise.all(Array.from({ length: jobs }, (_, i) => submitChecked(submitter, addOne(i))));
  return { seconds: [(performance.now() - began) / 1000] };
}

/** As many workers are killed as there are jobs, each while it has one; one more worker lives on. */
async function recover({ jobs, folder }: JobsOrder, scene: Scene): Promise<Partial<JobsFigures>> {
  const submitter = await scene.open();
  const workers = await Promise.all(Array.from({ length: jobs + 1 }, () => scene.startWorker(1)));
  const recoverOne = async (index: number): Promise<number> => {
    const file = join(folder, `begun-${index}`);
    const result = submitter.submit({ task: "stayAtFirst", args: [file] });
    const first = await Promise.race([begun(file), result]);
    await wait(index * BETWEEN_KILLS);
    const worker = workers.find(({ pid }) => pid === first);
    if (!worker) throw new Error(`wanted the job at one of the workers, found it at process ${first}`);
    void worker.kill();
    const killed = performance.now();
    const second = await result;
    if (second === first) throw new Error("wanted the job done by another worker, found the one that was killed");
    return (performance.now() - killed) / 1000;
  };
  return { seconds: await Promise.all(Array.from({ length: jobs }, (_, index) => recoverOne(index))) };
}

/** The process that the task has left in the file. */
async function begun(file: string): Promise<number> {
  for (;;) {
    const pid = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
    if (pid > 0) return pid;
    await wait(5);
  }
}

/** While jobs are accepted, nobody does them; the server is killed and started again while this one waits at the barrier. */
async function loseServer({ jobs, barrier }: JobsOrder, scene: Scene): Promise<Partial<JobsFigures>> {
  const submitter = await scene.open();
  const accepted: string[] = [];
  const enough = Promise.withResolvers<void>();
  let [next, over] = [0, false];
  const acceptOn = async (): Promise<unknown> => {
    while (!over) {
      const id = `job-${next++}`;
      try {
        await submitter.accept(id, addOne(0).job);
      } catch (error) {
        return error; // nobody has said that it is kept
      }
      if (accepted.push(id) === jobs) enough.resolve();
    }
    return undefined;
  };
  const all = Promise.all(Array.from({ length: ON_THE_WAY }, acceptOn));
  const failed = all.then(([cause]) => {
    throw new Error(`wanted ${jobs} jobs accepted, found ${accepted.length}`, { cause });
  });
  await Promise.race([enough.promise, failed]);
  await waitAt(barrier);
  over = true;
  const said = [...accepted];
  const kept = new Set(await (await scene.open()).kept());
  return { accepted: said.length, lost: said.filter((id) => !kept.has(id)).length };
}

/** Letters as if by lot: a server that compresses gains little by it. */
function largeText(): string {
  let state = 1;
  const letter = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return 97 + (state % 26);
  };
  return new TextDecoder().decode(Uint8Array.from({ length: LARGE }, letter));
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
