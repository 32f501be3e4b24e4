/**
 * Kills, holds up and cuts off whatever takes part in jobs, at random: workers while they have a job, the server, the program that submits,
 * the network between them. Then counts: no job that was accepted is lost, each has one result, and only those that kill their workers
 * are given up.
 */
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProduceLine } from "@triathlon/core/conformance/jobs/produce";
import { below, createRandom, type Random } from "@triathlon/core/statistics/random";
import type { Engine } from "../engines.ts";
import type { LocalServer } from "../local-server.ts";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import { leftovers } from "../leftovers.ts";
import type { AvailableRuntime } from "../study/runtimes.ts";
import { SlowNetwork } from "./slow-network.ts";
import { type Started, startProgram, startWorker } from "./start-program.ts";

export interface ChaosOptions {
  /** That keeps the jobs. */
  engine: Engine;
  runtimes: readonly AvailableRuntime[];
  /** How often something is done to somebody. */
  kills: number;
  seed: number;
  /** Jobs that are submitted by one life of the program that submits, if nobody kills it. Default 300. */
  batch?: number;
}

export interface ChaosVerdict {
  /** How often each thing was done. */
  done: Readonly<Record<string, number>>;
  jobs: number;
  /** Of them, those that ended because they were cancelled; others of those that were to be had ended before. */
  cancelled: number;
  /** Runs that were begun of jobs that had begun before. */
  again: number;
  /** Accepted jobs without a result. */
  lost: number;
  /** Jobs with more than one result. */
  several: number;
  /** Jobs that kill their workers, and those of them that were given up, once. */
  poison: { jobs: number; givenUp: number };
  /** What must not be, in words; none when all is well. */
  faults: string[];
}

/** Milliseconds by which clocks are wrong, at most: more than a job has time. */
const MOST_SKEW = 3_600_000;
const POISON = ["poison-0", "poison-1"];

export async function runChaos({ engine, runtimes, kills, seed, batch = 300 }: ChaosOptions): Promise<ChaosVerdict> {
  using folder = new TemporaryFolder();
  const chaos = new Chaos(runtimes, engine.serverIn(folder.path), folder.path, {
    events: createRandom(seed, 0),
    clocks: createRandom(seed, 1),
  });
  try {
    await chaos.open();
    let [jobs, over] = [0, false];
    const disturbed = chaos.disturb(kills).finally(() => (over = true));
    disturbed.catch(() => {}); // heard below
    for (; !over; jobs += batch) await chaos.produce(jobs, batch);
    await disturbed;
    return { ...chaos.count(jobs), done: Object.fromEntries(chaos.done) };
  } finally {
    await chaos.close();
  }
}

class Chaos {
  readonly done = new Map<string, number>();
  readonly #runtimes: readonly AvailableRuntime[];
  readonly #random: Random;
  /** Of its own, since programs start whenever they do. */
  readonly #clocks: Random;
  readonly #server: LocalServer;
  readonly #file: string;
  readonly #queue = `chaos-${randomUUID()}`;
  /** By which the processes are known that belong to it. */
  readonly #mark = randomUUID();
  #network: SlowNetwork | undefined;
  #way = "";
  readonly #workers = new Map<number, Started>();
  #kept: Promise<void>[] = [];
  #producer: Started | undefined;
  #lives = 0;
  readonly #said: ProduceLine[] = [];
  #over = false;

  constructor(
    runtimes: readonly AvailableRuntime[],
    server: LocalServer,
    folder: string,
    { events, clocks }: { events: Random; clocks: Random },
  ) {
    this.#runtimes = runtimes;
    this.#random = events;
    this.#clocks = clocks;
    this.#server = server;
    this.#file = join(folder, "lines");
  }

  async open(): Promise<void> {
    await this.#server.start();
    this.#network = new SlowNetwork(this.#server.port);
    this.#way = this.#server.urlAt(await this.#network.open());
    this.#kept = this.#runtimes.map((runtime, place) => this.#keepWorking(runtime, place));
  }

  /** Whenever a worker has ended, another one takes its place. */
  async #keepWorking(runtime: AvailableRuntime, place: number): Promise<void> {
    while (!this.#over) {
      const { program, ready } = startWorker(runtime, this.#way, this.#queue, {
        threads: 2,
        skew: this.#skew(),
        environment: { TRIATHLON_CHAOS: this.#mark },
      });
      this.#workers.set(place, program);
      await ready;
      await program;
      this.#workers.delete(place);
    }
  }

  /** Submits a batch, in one runtime after the other, until all of its jobs have ended. */
  async produce(first: number, count: number): Promise<void> {
    for (let ended = false; !ended;) {
      const runtime = this.#runtimes[this.#lives++ % this.#runtimes.length];
      if (!runtime) return;
      const args = [this.#server.url, this.#queue, this.#file, String(first), String(count), String(this.#skew())];
      const file = "packages/core/src/conformance/jobs/produce.ts";
      this.#producer = startProgram(runtime, file, args, { TRIATHLON_CHAOS: this.#mark });
      const { stdout, exitCode } = await this.#producer;
      const lines = stdout.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
      this.#said.push(...lines.map((line) => JSON.parse(line) as ProduceLine));
      ended = exitCode === 0;
    }
  }

  /** By how much the clock of a program is wrong that is about to be started. */
  #skew(): number {
    this.#note("a program started whose clock is wrong");
    return below(2 * MOST_SKEW, this.#clocks) - MOST_SKEW;
  }

  #note(what: string): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1);
  }

  async disturb(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      await wait(20 + below(250, this.#random));
      this.#note(await this.#disturbOnce(below(100, this.#random)));
    }
  }

  async #disturbOnce(lot: number): Promise<string> {
    if (lot < 4) {
      await this.#server.kill();
      await wait(below(700, this.#random));
      await this.#server.start();
      return "the server killed and restarted";
    }
    if (lot < 8) {
      this.#producer?.kill("SIGKILL");
      return "the program that submits killed";
    }
    if (lot < 16) {
      this.#network?.cut();
      return "all connections of workers cut";
    }
    const signal = await this.#toBusyWorker();
    if (lot < 30) {
      signal("SIGTERM");
      return "a worker told to leave";
    }
    if (lot < 40) {
      signal("SIGSTOP");
      await wait(below(1500, this.#random)); // sometimes longer than a lease
      signal("SIGCONT");
      return "a worker held up";
    }
    signal("SIGKILL");
    return "a worker killed";
  }

  /** @returns how to signal a worker that has a job */
  async #toBusyWorker(): Promise<(signal: NodeJS.Signals) => void> {
    for (;;) {
      const ended = new Set(this.#lines("ended").map(({ run }) => run));
      const busy = new Set(this.#lines("begun").flatMap(({ run, pid }) => (ended.has(run) ? [] : [pid])));
      const workers = [...this.#workers.values()].filter(({ pid }) => busy.has(pid ?? 0));
      const worker = workers[below(Math.max(1, workers.length), this.#random)];
      if (worker) return (signal) => void worker.kill(signal);
      await wait(5);
    }
  }

  /** What tasks have left: `begun key pid id`. */
  #lines(what: "begun" | "ended"): { key: string; pid: number; run: string }[] {
    if (!existsSync(this.#file)) return [];
    return readFileSync(this.#file, "utf8")
      .split("\n")
      .flatMap((line) => {
        const [, word, run = "", key = "", pid] = /^(\w+) ((\S+) (\d+) \S+)$/.exec(line) ?? [];
        return word === what ? [{ key, pid: Number(pid), run }] : [];
      });
  }

  count(jobs: number): Omit<ChaosVerdict, "done"> {
    const ends = Map.groupBy(
      this.#said.filter((line) => "key" in line),
      ({ key }) => key,
    );
    const values = (key: string): string[] =>
      (ends.get(key) ?? []).flatMap((line) => ("value" in line ? [line.value] : []));
    const errors = (key: string): string[] =>
      (ends.get(key) ?? []).flatMap((line) => ("error" in line ? [line.error] : []));
    const ended = new Set(this.#lines("ended").map(({ run }) => run));
    const faults: string[] = [];
    let [cancelled, lost, several, givenUp] = [0, 0, 0, 0];
    for (let i = 0; i < jobs; i++) {
      const toCancel = i % 20 === 7;
      const key = `${toCancel ? "cancelled" : "job"}-${i}`;
      const wrong = errors(key).filter((error) => !toCancel || error !== "TaskCancelled");
      if (wrong.length > 0) faults.push(`${key}: ended with ${wrong.join(", ")}`);
      if (errors(key).includes("TaskCancelled")) cancelled++;
      if (new Set(values(key)).size > 1) {
        several++;
        faults.push(`${key}: has several results: ${values(key).join("; ")}`);
      }
      if (values(key).length === 0 && errors(key).length === 0) {
        lost++;
        faults.push(`${key}: has no result`);
      }
      if (values(key).some((run) => !ended.has(run))) faults.push(`${key}: has the result of a run that never ended`);
    }
    for (const key of POISON) {
      const isGivenUp = errors(key).length > 0 && errors(key).every((error) => error === "DeadLetter");
      if (isGivenUp && values(key).length === 0) givenUp++;
      else faults.push(`${key}: wanted it given up, found ${[...errors(key), ...values(key)].join(", ")}`);
    }
    const letters = new Set(this.#said.flatMap((line) => ("letter" in line ? [line.letter] : [])));
    const wanted = POISON.map((key) => `chaos.${key}`);
    if ([...letters].sort().join() !== wanted.join()) faults.push(`dead letters: found ${[...letters].join(", ")}`);
    const begun = this.#lines("begun");
    const again = begun.length - new Set(begun.map(({ key }) => key)).size;
    return { jobs, cancelled, again, lost, several, poison: { jobs: POISON.length, givenUp }, faults };
  }

  async close(): Promise<void> {
    this.#over = true;
    for (const worker of this.#workers.values()) worker.kill("SIGTERM");
    this.#producer?.kill("SIGKILL");
    const left = setTimeout(() => this.#workers.forEach((worker) => worker.kill("SIGKILL")), 5000);
    await Promise.all(this.#kept);
    clearTimeout(left);
    this.#network?.close();
    await this.#server.stop();
    const living = await leftovers(this.#mark);
    if (living.length > 0) throw new Error(`Cannot end the chaos: processes ${living.join(", ")} live on`);
  }
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
