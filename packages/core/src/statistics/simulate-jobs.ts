/**
 * Jobs that never were, done by workers that never were: event after event, seeded. What happens to a job is what `core/distributed` does:
 *
 *     caller ── submit ─▶ engine ── take ─▶ place in a worker: runs ── finish ─▶ engine ─▶ caller
 *                           ▲                    │ its worker is gone: the lease runs out
 *                           ╰────────────────────┴ its local worker died: back-off
 *
 * Times are seconds. A way between two of them takes as long as the network says; a place asks for the next job while the last result is on
 * its way. One whose local worker died has the engine's word first.
 */
import { EventHeap } from "./event-heap.ts";
import { quantileOfSorted } from "./quantile.ts";
import { createRandom, type Random } from "./random.ts";

/** How long something takes. `recorded` are times that were seen, of which one is drawn each time. */
export type Distribution =
  | { kind: "constant"; seconds: number }
  | { kind: "exponential"; mean: number }
  | { kind: "log-normal"; median: number; sigma: number }
  | { kind: "recorded"; seconds: readonly number[] };

export interface JobsModel {
  seed: number;
  /** How many are submitted. */
  jobs: number;
  /** So many a second, at random moments or at regular ones; or so many that are always open, each that ends followed by another. */
  arrivals: { perSecond: number; regular?: boolean } | { open: number };
  /** Programs that do jobs. */
  workers: number;
  /** Jobs that each of them does at once. Default 1. */
  places?: number;
  /** How long the task of a job runs, each time that it is tried. */
  service: Distribution;
  /** One way between a program and the engine. Default: no time. */
  network?: Distribution;
  /** What the engine itself needs for a job; it does one after the other. Default 0. */
  engine?: number;
  /** After so long the job of a worker that is gone goes to another. Renewed after each third. */
  lease: number;
  /** How often a job is tried again whose worker died. Default 2. */
  retries?: number;
  /** Before a job is tried again whose local worker died: the first wait, doubled each time, and the longest. Default 0.1, at most 5. */
  backOff?: { first: number; most: number };
  /** Runs that take so many times as long. Default: none. */
  stragglers?: { share: number; times: number };
  /** Runs whose local worker dies on the way. Default 0. */
  crashes?: number;
  /** Jobs that kill the whole worker each time. Default 0. */
  poison?: number;
  /** How often, in each second, a worker is gone, and how long until there is another in its place. Default: never. */
  deaths?: { perSecond: number; restart: number };
  /**
   * How often, in each second, a worker is held up, and for how long: it does nothing and renews nothing. What a task waits for may go on
   * meanwhile; what it computes does not, which is the default. Default: never.
   */
  stalls?: { perSecond: number; seconds: number; tasksWait?: boolean };
  /** A job that has run for so long is given to a second worker too. Default: never. */
  hedgeAfter?: number;
  /** How many workers are given each job from the beginning. Default 1. */
  copies?: number;
  /** Of the first jobs, which come when everybody is free, how many count in no time. Default 0. */
  warmUp?: number;
}

/** Of many times: seconds. */
export interface Times {
  mean: number;
  p50: number;
  p95: number;
  p99: number;
}

export interface JobsOutcome {
  /** From the first that was submitted to the last that had its result. */
  seconds: number;
  /** Results a second. */
  throughput: number;
  /** From `submit` to the result. */
  latency: Times;
  /** From when the engine has a job to when it runs for the first time. */
  waiting: Times;
  /** That were begun. */
  runs: number;
  /** Of them, those of jobs that had begun before. */
  again: number;
  /** Jobs that were given up. */
  deadLetters: number;
  /** The share of their time in which places ran tasks. */
  utilisation: number;
  /** Jobs that were submitted and had no result, on average over the time. */
  open: number;
}

/** @throws {RangeError} a number is none, or out of its range */
export function simulateJobs(model: JobsModel): JobsOutcome {
  check(model);
  return new Simulation(model).run();
}

function check(model: JobsModel): void {
  const { jobs, workers, places = 1, copies = 1, lease, retries = 2, seed, warmUp = 0 } = model;
  const want = (what: string, value: number, least: number, whole: boolean): void => {
    if (value >= least && (whole ? Number.isSafeInteger(value) : !Number.isNaN(value))) return;
    throw new RangeError(
      `Cannot simulate jobs: wanted ${whole ? "a whole number" : "a number"} of ${what} from ${least} on, found ${value}`,
    );
  };
  want("seed", seed, 0, true);
  want("jobs", jobs, 1, true);
  want("jobs of the warm-up", warmUp, 0, true);
  want("jobs that count", jobs - warmUp, 1, true);
  want("workers", workers, 1, true);
  want("places", places, 1, true);
  want("copies", copies, 1, true);
  want("retries", retries, 0, true);
  want("seconds of lease", lease, Number.MIN_VALUE, false);
  const {
    arrivals,
    network,
    service,
    engine = 0,
    crashes = 0,
    poison = 0,
    stragglers,
    deaths,
    stalls,
    hedgeAfter,
  } = model;
  if ("open" in arrivals) want("open jobs", arrivals.open, 1, true);
  else want("arrivals a second", arrivals.perSecond, Number.MIN_VALUE, false);
  for (const share of [crashes, poison, stragglers?.share ?? 0])
    if (!(share >= 0 && share <= 1))
      throw new RangeError(`Cannot simulate jobs: wanted a share from 0 to 1, found ${share}`);
  want("seconds of the engine", engine, 0, false);
  for (const rate of [deaths, stalls]) want("times a second", rate?.perSecond ?? 0, 0, false);
  for (const seconds of [deaths?.restart, stalls?.seconds, hedgeAfter]) want("seconds", seconds ?? 0, 0, false);
  for (const one of network ? [service, network] : [service]) {
    const times = one.kind === "recorded" ? one.seconds : one.kind === "exponential" ? [one.mean] : [];
    if (one.kind === "recorded") want("recorded times", times.length, 1, true);
    const typical = one.kind === "constant" ? [one.seconds] : one.kind === "log-normal" ? [one.median] : times;
    for (const seconds of typical) want("seconds", seconds, 0, false);
  }
}

/** A job that a place has. */
interface Run {
  readonly job: number;
  readonly place: Place;
  readonly began: number;
  /** When it ends, unless something comes in between. */
  ends: number;
  over: boolean;
  /** The engine has given its job to another: its lease ran out. */
  lost: boolean;
  /** How it would end by itself. */
  readonly end: "result" | "crash" | "death";
}

interface Place {
  readonly worker: Worker;
  /** Whether it waits for a job. */
  waits: boolean;
  run: Run | undefined;
}

interface Worker {
  readonly places: Place[];
  /** Counts its lives: what was on its way to an earlier one is lost. */
  life: number;
  /** Until when it is held up. */
  heldUntil: number;
}

type Happening = () => void;

/** So that one thing that is changed changes nothing of the others. */
const STREAMS = { arrivals: 0, service: 1, network: 2, stragglers: 3, crashes: 4, poison: 5, deaths: 6, stalls: 7 };

class Simulation {
  readonly #model: JobsModel;
  readonly #heap = new EventHeap<Happening>();
  readonly #random: Record<keyof typeof STREAMS, Random>;
  readonly #service: () => number;
  readonly #way: () => number;
  readonly #workers: Worker[];
  /** Places that wait, and what is no longer so, which is passed over. */
  readonly #idle: Place[] = [];
  /** Jobs that wait. */
  readonly #queue: number[] = [];
  #head = 0;
  #now = 0;
  #engineFreeAt = 0;
  #submitted = 0;
  #ended = 0;

  // Of each job:
  readonly #submittedAt: Float64Array;
  readonly #queuedAt: Float64Array;
  readonly #waited: Float64Array;
  readonly #latency: Float64Array;
  readonly #lasts: Float64Array;
  readonly #isOver: Uint8Array;
  readonly #isPoison: Uint8Array;
  readonly #tries: Uint32Array;
  readonly #runsOf = new Map<number, Run[]>();

  #runs = 0;
  #again = 0;
  #deadLetters = 0;
  #busy = 0;
  #lastEnd = 0;
  #open = { count: 0, since: 0, area: 0 };

  constructor(model: JobsModel) {
    this.#model = model;
    this.#random = Object.fromEntries(
      Object.entries(STREAMS).map(([name, stream]) => [name, createRandom(model.seed, stream)]),
    ) as Record<keyof typeof STREAMS, Random>;
    this.#service = sampler(model.service, this.#random.service);
    this.#way = model.network ? sampler(model.network, this.#random.network) : () => 0;
    this.#workers = Array.from({ length: model.workers }, () => {
      const worker: Worker = { places: [], life: 0, heldUntil: 0 };
      for (let i = 0; i < (model.places ?? 1); i++) worker.places.push({ worker, waits: false, run: undefined });
      return worker;
    });
    const { jobs } = model;
    this.#submittedAt = new Float64Array(jobs);
    this.#queuedAt = new Float64Array(jobs);
    this.#waited = new Float64Array(jobs).fill(NaN);
    this.#latency = new Float64Array(jobs);
    this.#lasts = new Float64Array(jobs);
    this.#isOver = new Uint8Array(jobs);
    this.#isPoison = new Uint8Array(jobs);
    this.#tries = new Uint32Array(jobs);
  }

  run(): JobsOutcome {
    const { arrivals, jobs } = this.#model;
    for (const worker of this.#workers) {
      for (const place of worker.places) this.#ask(place);
      this.#live(worker);
    }
    if ("open" in arrivals) for (let i = 0; i < arrivals.open; i++) this.#submit();
    else this.#arrive(arrivals);
    while (this.#ended < jobs) {
      this.#now = this.#heap.time;
      this.#heap.pop()!();
    }
    return this.#outcome();
  }

  #after(seconds: number, happening: Happening): void {
    this.#heap.push(this.#now + seconds, happening);
  }

  #arrive(arrivals: { perSecond: number; regular?: boolean }): void {
    this.#submit();
    if (this.#submitted === this.#model.jobs) return;
    const mean = 1 / arrivals.perSecond;
    const next = arrivals.regular ? mean : exponential(mean, this.#random.arrivals);
    this.#after(next, () => this.#arrive(arrivals));
  }

  #submit(): void {
    if (this.#submitted === this.#model.jobs) return;
    const job = this.#submitted++;
    this.#count(1);
    this.#submittedAt[job] = this.#now;
    this.#lasts[job] = this.#service();
    this.#isPoison[job] = uniform(this.#random.poison) < (this.#model.poison ?? 0) ? 1 : 0;
    this.#after(this.#way(), () => {
      this.#queuedAt[job] = this.#now;
      for (let i = 0; i < (this.#model.copies ?? 1); i++) this.#enqueue(job);
    });
  }

  #enqueue(job: number): void {
    this.#queue.push(job);
    this.#dispatch();
  }

  /** The place says to the engine that it is free. */
  #ask(place: Place): void {
    const { life } = place.worker;
    this.#after(this.#way(), () => {
      if (place.worker.life !== life) return;
      place.waits = true;
      this.#idle.push(place);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (;;) {
      const job = this.#nextJob();
      if (job === undefined) return;
      const place = this.#nextPlace();
      if (!place) return;
      this.#head++;
      if (this.#head >= 4096) this.#head -= this.#queue.splice(0, this.#head).length;
      this.#give(job, place);
    }
  }

  /** Jobs that have a result, or were tried too often, are no more to be done. */
  #nextJob(): number | undefined {
    for (; this.#head < this.#queue.length; this.#head++) {
      const job = this.#queue[this.#head]!;
      if (this.#isOver[job]) continue;
      if (this.#tries[job]! <= (this.#model.retries ?? 2)) return job;
      this.#deadLetters++;
      this.#end(job);
    }
    return undefined;
  }

  #nextPlace(): Place | undefined {
    for (let place = this.#idle.pop(); place; place = this.#idle.pop()) if (place.waits) return place;
    return undefined;
  }

  #give(job: number, place: Place): void {
    const given = Math.max(this.#now, this.#engineFreeAt) + (this.#model.engine ?? 0);
    this.#engineFreeAt = given;
    place.waits = false;
    const { life } = place.worker;
    this.#heap.push(given + this.#way(), () => {
      if (place.worker.life === life) this.#begin(job, place);
      else this.#lost(job, given + this.#model.lease);
    });
  }

  #begin(job: number, place: Place): void {
    if (this.#isOver[job]) return this.#ask(place);
    const { crashes = 0, stragglers, hedgeAfter } = this.#model;
    this.#runs++;
    if (Number.isNaN(this.#waited[job])) this.#waited[job] = this.#now - this.#queuedAt[job]!;
    else this.#again++;
    const slow = stragglers && uniform(this.#random.stragglers) < stragglers.share ? stragglers.times : 1;
    const whole = this.#lasts[job]! * slow;
    const end = this.#isPoison[job] ? "death" : uniform(this.#random.crashes) < crashes ? "crash" : "result";
    const lasts = end === "result" ? whole : whole * uniform(this.#random.crashes);
    const held = Math.max(0, place.worker.heldUntil - this.#now);
    const run: Run = { job, place, began: this.#now, ends: this.#now + held + lasts, over: false, lost: false, end };
    place.run = run;
    const others = this.#runsOf.get(job);
    if (others) others.push(run);
    else this.#runsOf.set(job, [run]);
    this.#endLater(run);
    if (hedgeAfter !== undefined && !others)
      this.#after(hedgeAfter, () => {
        if (!run.over && !this.#isOver[job]) this.#enqueue(job);
      });
  }

  /** Being held up puts it off. */
  #endLater(run: Run): void {
    const { ends } = run;
    this.#heap.push(ends, () => {
      if (!run.over && run.ends === ends) this.#endOf(run);
    });
  }

  #endOf(run: Run): void {
    const { job, place, end } = run;
    if (end === "death") return this.#die(place.worker);
    this.#free(run);
    const told = this.#way();
    if (end === "result") {
      this.#after(told, () => this.#keep(job));
      return this.#ask(place);
    }
    this.#after(told + this.#way(), this.#askAfter(place));
    const { backOff = { first: 0.1, most: 5 }, retries = 2 } = this.#model;
    const tries = ++this.#tries[job]!;
    // One that is tried no more is given up at once.
    const wait = tries > retries ? 0 : Math.min(backOff.first * 2 ** (tries - 1), backOff.most);
    this.#after(told + wait, () => this.#enqueue(job));
  }

  #askAfter(place: Place): Happening {
    const { life } = place.worker;
    return () => {
      if (place.worker.life === life) this.#ask(place);
    };
  }

  #free(run: Run): void {
    run.over = true;
    run.place.run = undefined;
    this.#busy += this.#now - run.began;
    const runs = this.#runsOf.get(run.job)!;
    if (runs.length === 1) this.#runsOf.delete(run.job);
    else runs.splice(runs.indexOf(run), 1);
  }

  /** The first result is kept; whoever does the job still is told. */
  #keep(job: number): void {
    if (this.#isOver[job]) return;
    this.#end(job);
    for (const run of this.#runsOf.get(job) ?? [])
      this.#after(this.#way(), () => {
        if (run.over) return;
        this.#free(run);
        this.#ask(run.place);
      });
  }

  #end(job: number): void {
    const back = this.#way();
    this.#isOver[job] = 1;
    this.#latency[job] = this.#now + back - this.#submittedAt[job]!;
    this.#after(back, () => {
      this.#ended++;
      this.#lastEnd = this.#now;
      this.#count(-1);
      if ("open" in this.#model.arrivals) this.#submit();
    });
  }

  /** From now on somebody may die or be held up. */
  #live(worker: Worker): void {
    const { life } = worker;
    const { deaths, stalls } = this.#model;
    if (deaths && deaths.perSecond > 0)
      this.#after(exponential(1 / deaths.perSecond, this.#random.deaths), () => {
        if (worker.life === life) this.#die(worker);
      });
    if (stalls && stalls.perSecond > 0) this.#stallLater(worker, stalls);
  }

  #die(worker: Worker): void {
    worker.life++;
    worker.heldUntil = 0;
    for (const place of worker.places) {
      place.waits = false;
      const { run } = place;
      if (!run) continue;
      this.#free(run);
      if (!run.lost) this.#lost(run.job, this.#renewed(run) + this.#model.lease);
    }
    this.#after(this.#model.deaths?.restart ?? 0, () => {
      for (const place of worker.places) this.#ask(place);
      this.#live(worker);
    });
  }

  /** It comes back when its lease is over, and that was a try. */
  #lost(job: number, over: number): void {
    this.#heap.push(Math.max(over, this.#now), () => {
      this.#tries[job]!++;
      this.#enqueue(job);
    });
  }

  /** When a run was renewed for the last time. */
  #renewed({ began }: Run): number {
    const third = this.#model.lease / 3;
    return began + Math.floor((this.#now - began) / third) * third;
  }

  #stallLater(worker: Worker, stalls: NonNullable<JobsModel["stalls"]>): void {
    const { life } = worker;
    this.#after(exponential(1 / stalls.perSecond, this.#random.stalls), () => {
      if (worker.life !== life) return;
      this.#stall(worker, stalls);
      this.#after(stalls.seconds, () => {
        if (worker.life === life) this.#stallLater(worker, stalls);
      });
    });
  }

  #stall(worker: Worker, { seconds, tasksWait }: NonNullable<JobsModel["stalls"]>): void {
    worker.heldUntil = this.#now + seconds;
    for (const { run } of worker.places) {
      if (!run) continue;
      run.ends = tasksWait ? Math.max(run.ends, worker.heldUntil) : run.ends + seconds;
      this.#endLater(run);
      const over = this.#renewed(run) + this.#model.lease;
      // The engine takes it for lost, and it is not.
      if (over < worker.heldUntil && over < run.ends)
        this.#heap.push(over, () => {
          if (run.over || run.lost) return;
          run.lost = true;
          this.#tries[run.job]!++;
          this.#enqueue(run.job);
        });
    }
  }

  #count(by: 1 | -1): void {
    const open = this.#open;
    open.area += open.count * (this.#now - open.since);
    open.since = this.#now;
    open.count += by;
  }

  #outcome(): JobsOutcome {
    const { warmUp = 0 } = this.#model;
    const places = this.#model.workers * (this.#model.places ?? 1);
    for (const runs of this.#runsOf.values()) for (const { began } of runs) this.#busy += this.#now - began;
    const seconds = this.#lastEnd;
    return {
      seconds,
      throughput: (this.#model.jobs - this.#deadLetters) / seconds,
      latency: timesOf(this.#latency.slice(warmUp)),
      waiting: timesOf(this.#waited.slice(warmUp).filter((waited) => !Number.isNaN(waited))),
      runs: this.#runs,
      again: this.#again,
      deadLetters: this.#deadLetters,
      utilisation: this.#busy / (places * seconds),
      open: this.#open.area / seconds,
    };
  }
}

function timesOf(times: Float64Array): Times {
  times.sort();
  const at = (share: number): number => quantileOfSorted(times, share);
  return {
    mean: times.reduce((sum, time) => sum + time, 0) / times.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

/** Above 0, below 1. */
const uniform = (random: Random): number => (random() + 0.5) / 2 ** 32;

const exponential = (mean: number, random: Random): number => -mean * Math.log(uniform(random));

function sampler(distribution: Distribution, random: Random): () => number {
  switch (distribution.kind) {
    case "constant":
      return () => distribution.seconds;
    case "exponential":
      return () => exponential(distribution.mean, random);
    case "log-normal":
      return () => distribution.median * Math.exp(distribution.sigma * normal(random));
    case "recorded":
      return () => distribution.seconds[Math.floor(uniform(random) * distribution.seconds.length)]!;
  }
}

/** G. E. P. Box and M. E. Muller, Annals of Mathematical Statistics 29 (1958). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * uniform(random));

/** How long it takes on average: seconds. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.seconds;
    case "exponential":
      return distribution.mean;
    case "log-normal":
      return distribution.median * Math.exp(distribution.sigma ** 2 / 2);
    case "recorded":
      return distribution.seconds.reduce((sum, seconds) => sum + seconds, 0) / distribution.seconds.length;
  }
}
