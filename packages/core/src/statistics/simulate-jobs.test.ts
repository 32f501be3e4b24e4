/** Cases whose answers are known: by the theory of queues, by counting, or because nothing can happen. */
import { describe, expect, it } from "vitest";
import { EventHeap } from "./event-heap.ts";
import { createRandom } from "./random.ts";
import { type JobsModel, simulateJobs } from "./simulate-jobs.ts";

const second = { kind: "constant", seconds: 1 } as const;

/** So many jobs of a second each for so many workers, all at once, unless it is said otherwise. */
const model = (differs: Partial<JobsModel> = {}): JobsModel => ({
  seed: 1,
  jobs: 100,
  arrivals: { open: 100 },
  workers: 4,
  service: second,
  lease: 3,
  ...differs,
});

/** A. K. Erlang's chance to wait, of calls that offer so much traffic to so many lines. */
function erlangC(lines: number, traffic: number): number {
  let [sum, term] = [0, 1];
  for (let k = 0; k < lines; k++) {
    sum += term;
    term *= traffic / (k + 1);
  }
  const waits = term / (1 - traffic / lines);
  return waits / (sum + waits);
}

describe("events", () => {
  it("come in the order of their times, and of what comes at the same time in that in which they were put in", () => {
    const heap = new EventHeap<number>();
    const random = createRandom(1, 0);
    const times = Array.from({ length: 2000 }, () => random() % 100);
    times.forEach((time, i) => heap.push(time, i));
    const wanted = times.map((time, i) => ({ time, i })).sort((a, b) => a.time - b.time || a.i - b.i);
    expect(Array.from({ length: 2000 }, () => heap.pop())).toEqual(wanted.map(({ i }) => i));
    expect(heap.pop()).toBeUndefined();
    expect(heap.time).toBe(Infinity);
  });
});

describe("where everything takes its time exactly", () => {
  it("as many jobs as places are done at once, and no more", () => {
    const { seconds, throughput, runs, again, deadLetters, utilisation } = simulateJobs(model());
    expect({ seconds, throughput, runs, again, deadLetters, utilisation }).toEqual({
      seconds: 25,
      throughput: 4,
      runs: 100,
      again: 0,
      deadLetters: 0,
      utilisation: 1,
    });
  });

  it("a place asks and is given, before it begins the next", () => {
    const network = { kind: "constant", seconds: 0.1 } as const;
    // To the engine and to the place, 24 times a job and the two ways between it and the next, the last job, and two ways back.
    expect(simulateJobs(model({ network })).seconds).toBeCloseTo(0.2 + 24 * 1.2 + 1 + 0.2, 9);
  });

  it("an engine that needs a second for each of them is what they wait for", () => {
    expect(simulateJobs(model({ workers: 1000, engine: 1 })).seconds).toBeCloseTo(101, 9);
  });

  it("places of one worker are as good as workers", () => {
    expect(simulateJobs(model({ workers: 2, places: 2 })).seconds).toBe(25);
  });

  it("jobs that come slower than they are done never wait", () => {
    const { waiting, latency, open } = simulateJobs(model({ arrivals: { perSecond: 2, regular: true } }));
    expect(waiting).toEqual({ mean: 0, p50: 0, p95: 0, p99: 0 });
    expect(latency.p99).toBe(1);
    expect(open).toBeCloseTo(100 / 50.5, 9);
  });

  it("a job that kills its worker is given up when the lease of its last try is over", () => {
    const { seconds, deadLetters, runs, again } = simulateJobs(
      model({ jobs: 1, workers: 3, poison: 1, retries: 2, arrivals: { open: 1 } }),
    );
    expect({ seconds, deadLetters, runs, again }).toEqual({ seconds: 9, deadLetters: 1, runs: 3, again: 2 });
  });

  it("two copies of each job cost twice, where they are not told to stop", () => {
    const { runs, again, seconds } = simulateJobs(model({ copies: 2 }));
    expect(runs).toBe(200);
    expect(again).toBe(100);
    expect(seconds).toBe(50);
  });
});

describe("where it is known on average", () => {
  const poisson = (differs: Partial<JobsModel>): JobsModel =>
    model({ jobs: 100_000, arrivals: { perSecond: 3 }, service: { kind: "exponential", mean: 1 }, ...differs });

  it.each([
    [1, 0.8],
    [4, 3],
    [50, 45],
  ])("%i places wait as Erlang said, at %d jobs a second", (workers, perSecond) => {
    const { waiting, utilisation } = simulateJobs(poisson({ workers, arrivals: { perSecond } }));
    const wanted = erlangC(workers, perSecond) / (workers - perSecond);
    expect(waiting.mean / wanted).toBeGreaterThan(0.9);
    expect(waiting.mean / wanted).toBeLessThan(1.1);
    expect(utilisation).toBeCloseTo(perSecond / workers, 2);
  });

  it("one place takes as long as an exponential of what is left of its rate, up to the hundredth job", () => {
    const { latency } = simulateJobs(poisson({ workers: 1, arrivals: { perSecond: 0.5 } }));
    expect(latency.p50).toBeCloseTo(Math.log(2) / 0.5, 1);
    expect(latency.p99 / (Math.log(100) / 0.5)).toBeCloseTo(1, 1);
  });

  it("one place with jobs of equal length waits half of that", () => {
    const { waiting } = simulateJobs(poisson({ workers: 1, arrivals: { perSecond: 0.8 }, service: second }));
    expect(waiting.mean / (0.8 / (2 * 0.2))).toBeCloseTo(1, 1); // Pollaczek and Khinchine
  });

  it("as many are open as come while one takes: Little's law", () => {
    const network = { kind: "log-normal", median: 0.05, sigma: 1 } as const;
    const { open, latency, throughput } = simulateJobs(poisson({ network, crashes: 0.05 }));
    expect(open / (throughput * latency.mean)).toBeCloseTo(1, 2);
  });

  it("jobs are given up as often as they fail each time, and run as often as that takes", () => {
    const { deadLetters, runs, again } = simulateJobs(
      model({ jobs: 100_000, workers: 50, crashes: 0.3, retries: 2, arrivals: { open: 50 } }),
    );
    expect(deadLetters / 100_000).toBeCloseTo(0.3 ** 3, 3);
    expect(runs / 100_000).toBeCloseTo(1 + 0.3 + 0.3 ** 2, 2);
    expect(again).toBe(runs - 100_000);
  });

  it("times that were recorded come out as they were", () => {
    const recorded = { kind: "recorded", seconds: [1, 1, 1, 9] } as const;
    const { latency } = simulateJobs(
      model({ jobs: 40_000, workers: 40_000, service: recorded, arrivals: { open: 40_000 } }),
    );
    expect(latency.mean).toBeCloseTo(3, 1);
    expect([latency.p50, latency.p95]).toEqual([1, 9]);
  });
});

describe("what cannot happen does not", () => {
  const busy = model({
    jobs: 20_000,
    workers: 20,
    arrivals: { perSecond: 15 },
    service: { kind: "exponential", mean: 1 },
  });

  it("no job runs twice where nobody fails", () => {
    expect(simulateJobs(busy)).toMatchObject({ runs: 20_000, again: 0, deadLetters: 0 });
  });

  it("nor where workers are held up for less than two thirds of the lease", () => {
    const { again } = simulateJobs({ ...busy, stalls: { perSecond: 0.05, seconds: 1.99 } });
    expect(again).toBe(0);
  });

  it("but it does where they are held up for longer than the lease", () => {
    const { again, deadLetters } = simulateJobs({ ...busy, retries: 100, stalls: { perSecond: 0.05, seconds: 4 } });
    expect(again).toBeGreaterThan(500);
    expect(deadLetters).toBe(0);
  });

  it("held up tasks that wait are done sooner than those that compute", () => {
    const stalls = { perSecond: 0.1, seconds: 2 };
    const [wait, compute] = [true, false].map((tasksWait) =>
      simulateJobs({ ...busy, stalls: { ...stalls, tasksWait } }),
    );
    expect(wait!.latency.mean).toBeLessThan(compute!.latency.mean);
  });

  it("no job is lost whose worker is", () => {
    const { throughput, seconds, again, deadLetters } = simulateJobs({
      ...busy,
      retries: 1000,
      deaths: { perSecond: 0.05, restart: 1 },
    });
    expect(deadLetters).toBe(0);
    expect(throughput * seconds).toBeCloseTo(20_000, 6);
    expect(again).toBeGreaterThan(500);
  });

  it("the same seed gives the same, another one another", () => {
    expect(simulateJobs(busy)).toEqual(simulateJobs(busy));
    expect(simulateJobs(busy)).not.toEqual(simulateJobs({ ...busy, seed: 2 }));
  });

  it("what is no model is refused", () => {
    expect(() => simulateJobs(model({ workers: 0 }))).toThrow("workers");
    expect(() => simulateJobs(model({ lease: NaN }))).toThrow("lease");
    expect(() => simulateJobs(model({ crashes: 1.5 }))).toThrow("share");
    expect(() => simulateJobs(model({ service: { kind: "recorded", seconds: [] } }))).toThrow("recorded");
  });
});

describe("a second worker for a job that takes long", () => {
  const slow = model({
    jobs: 20_000,
    workers: 40,
    arrivals: { perSecond: 10 },
    stragglers: { share: 0.02, times: 20 },
  });

  it("shortens the longest waits, and costs little, where places are free", () => {
    const [without, hedged] = [simulateJobs(slow), simulateJobs({ ...slow, hedgeAfter: 2 })];
    expect(without.latency.p99).toBeGreaterThan(15);
    expect(hedged.latency.p99).toBeLessThan(5);
    expect(hedged.runs / without.runs).toBeLessThan(1.05);
  });

  it("is no help where none are free: copies of all jobs lengthen the waits", () => {
    const full = { ...slow, workers: 15 };
    expect(simulateJobs({ ...full, copies: 2 }).latency.p50).toBeGreaterThan(10 * simulateJobs(full).latency.p50);
  });
});
