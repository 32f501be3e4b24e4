/** Real jobs, done by real programs here, that are lost and held up as often as one likes; and what is seen of them. */
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Observed } from "@triathlon/core/conformance/jobs/observe";
import { createRandom, type Random } from "@triathlon/core/statistics/random";
import { type Started, startProgram, startWorker } from "../chaos/start-program.ts";
import type { Engine } from "../engines.ts";
import { TemporaryFolder } from "../files/temporary-folder.ts";
import type { AvailableRuntime } from "../study/runtimes.ts";

export interface Scene {
  engine: Engine;
  runtime: AvailableRuntime;
  /** Queues on one server, among which workers, jobs and open jobs are divided. Default 1. */
  queues?: number;
  /** Programs that do jobs, and what each does at once. */
  workers: number;
  places: number;
  /** Jobs, and how many of them are open at a time. */
  jobs: number;
  open: number;
  /** How long their tasks take, one after the other; empty: they do nothing. */
  milliseconds: readonly number[];
  /** How often, in each second, a worker is killed. */
  deathsPerSecond?: number;
  /** How often, in each second, a worker is held up, and for how long. */
  stalls?: { perSecond: number; seconds: number };
  seed: number;
}

export interface Seen extends Observed {
  /** Runs of jobs that had begun before. */
  again: number;
  /** How often workers were killed, and held up. */
  deaths: number;
  stalls: number;
  /** Seconds that a worker was away, on average; NaN where none was. */
  restartSeconds: number;
}

export async function observeJobs(scene: Scene): Promise<Seen> {
  using folder = new TemporaryFolder();
  const server = scene.engine.serverIn(folder.path);
  await server.start();
  const { queues = 1 } = scene;
  const divided = { ...scene, workers: scene.workers / queues, jobs: scene.jobs / queues, open: scene.open / queues };
  const crowds = Array.from({ length: queues }, (_, i) => new Crowd({ ...divided, seed: scene.seed + i }, server.url));
  try {
    await Promise.all(crowds.map((crowd) => crowd.ready()));
    const parts = await Promise.all(crowds.map((crowd, i) => crowd.observe(join(folder.path, `lines-${i}`))));
    const sum = (of: (part: Seen) => number): number => parts.reduce((all, part) => all + of(part), 0);
    return {
      latencies: parts.flatMap(({ latencies }) => latencies),
      seconds: Math.max(...parts.map(({ seconds }) => seconds)),
      again: sum(({ again }) => again),
      deaths: sum(({ deaths }) => deaths),
      stalls: sum(({ stalls }) => stalls),
      restartSeconds: sum(({ restartSeconds }) => restartSeconds) / queues,
    };
  } finally {
    await Promise.all(crowds.map((crowd) => crowd.leave()));
    await server.stop();
  }
}

/** The programs that do jobs: whenever one has ended, another takes its place. */
class Crowd {
  readonly #queue = `observed-${randomUUID()}`;
  readonly #scene: Scene;
  readonly #server: string;
  readonly #programs = new Map<number, Started>();
  /** Those that do jobs by now. */
  readonly #ready = new Set<number>();
  readonly #heldUp = new Set<number>();
  readonly #firstReady: Promise<boolean>[] = [];
  readonly #kept: Promise<void>[];
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #random: Random;
  readonly #restarts: number[] = [];
  #deaths = 0;
  #stalls = 0;
  #over = false;

  constructor(scene: Scene, server: string) {
    this.#scene = scene;
    this.#server = server;
    this.#random = createRandom(scene.seed, 0);
    this.#kept = Array.from({ length: scene.workers }, (_, place) => this.#keep(place));
  }

  async ready(): Promise<void> {
    await Promise.all(this.#firstReady);
  }

  /** @param file for the lines of tasks that take their time */
  async observe(file: string): Promise<Seen> {
    const { runtime, open, jobs, milliseconds } = this.#scene;
    const lines = milliseconds.length > 0 ? file : "-";
    const counts = [String(open), String(jobs), milliseconds.join(",")];
    const program = "packages/core/src/conformance/jobs/observe.ts";
    const submitting = startProgram(runtime, program, [this.#server, this.#queue, lines, ...counts]);
    this.#disturb();
    const { stdout, stderr, exitCode } = await submitting;
    if (exitCode !== 0)
      throw new Error(`Cannot observe jobs: the program that submits ended with ${exitCode}: ${stderr}`);
    const away = this.#restarts.reduce((all, each) => all + each, 0) / this.#restarts.length;
    return {
      ...(JSON.parse(stdout) as Observed),
      again: againIn(file),
      deaths: this.#deaths,
      stalls: this.#stalls,
      restartSeconds: away,
    };
  }

  /** From now on workers are killed and held up. */
  #disturb(): void {
    const { deathsPerSecond = 0, stalls } = this.#scene;
    for (let place = 0; place < this.#scene.workers; place++) {
      this.#sometimes(deathsPerSecond, () => this.#kill(place));
      if (stalls) this.#sometimes(stalls.perSecond, () => this.#holdUp(place, stalls.seconds));
    }
  }

  async leave(): Promise<void> {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const program of this.#programs.values()) {
      program.kill("SIGCONT");
      program.kill("SIGKILL");
    }
    await Promise.all(this.#kept);
  }

  async #keep(place: number): Promise<void> {
    const { runtime, places } = this.#scene;
    for (let ended: number | undefined; !this.#over;) {
      const { program, ready } = startWorker(runtime, this.#server, this.#queue, { threads: places });
      this.#programs.set(place, program);
      if (ended === undefined) this.#firstReady.push(ready);
      if (await ready) {
        this.#ready.add(place);
        if (ended !== undefined) this.#restarts.push((performance.now() - ended) / 1000);
      }
      await program;
      ended = performance.now();
    }
  }

  /** At random moments, again and again. */
  #sometimes(perSecond: number, happens: () => void): void {
    if (perSecond === 0 || this.#over) return;
    const later = (-1000 * Math.log((this.#random() + 0.5) / 2 ** 32)) / perSecond;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      happens();
      this.#sometimes(perSecond, happens);
    }, later);
    this.#timers.add(timer);
  }

  #kill(place: number): void {
    if (!this.#ready.delete(place)) return;
    this.#deaths++;
    this.#programs.get(place)?.kill("SIGKILL");
  }

  /** One that is held up already is not held up longer. */
  #holdUp(place: number, seconds: number): void {
    if (!this.#ready.has(place) || this.#heldUp.has(place)) return;
    this.#heldUp.add(place);
    this.#stalls++;
    const program = this.#programs.get(place);
    program?.kill("SIGSTOP");
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#heldUp.delete(place);
      program?.kill("SIGCONT");
    }, seconds * 1000);
    this.#timers.add(timer);
  }
}

/** Of the lines `begun <key> …`, those whose key was there before. */
function againIn(file: string): number {
  if (!existsSync(file)) return 0;
  const keys = readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => /^begun (\S+) /.exec(line)?.[1] ?? []);
  return keys.length - new Set(keys).size;
}
