import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { REPOSITORY } from "../repository.ts";
import { answer, type Answers, PUBLISHED } from "./answers.ts";

let found: Answers;
beforeAll(() => {
  found = answer(PUBLISHED.seed);
}, 300_000);

describe("the simulated jobs", () => {
  test("a lease shorter than workers are held up has jobs run twice, a long one has them wait", () => {
    const [shortest, longest] = [found.lease[0]!, found.lease.at(-1)!];
    expect(shortest.againShare).toBeGreaterThan(1.7 * longest.againShare);
    expect(longest.p99).toBeGreaterThan(2 * shortest.p99);
  });

  test("of jobs that fail each time by chance, each retry leaves so many times fewer", () => {
    for (const { crashes, retries, jobs, deadLetters } of found.retries) {
      const wanted = jobs * crashes ** (retries + 1);
      expect(Math.abs(deadLetters - wanted)).toBeLessThanOrEqual(4 * Math.sqrt(wanted) + 1);
    }
  });

  test("a second worker helps where runs are slow by chance and places are free, and harms where jobs are slow or none are free", () => {
    const at = (fault: string, way: string, load: number) =>
      found.hedging.find((each) => each.fault === fault && each.way === way && each.load === load)!;
    const [alone, later, twice] = ["one worker", "a second after 0.3 s", "two from the beginning"] as const;
    expect(at("slow runs", later, 0.3).p99).toBeLessThan(0.6 * at("slow runs", alone, 0.3).p99);
    expect(at("slow jobs", later, 0.3).p99).toBeGreaterThan(0.95 * at("slow jobs", alone, 0.3).p99);
    expect(at("slow jobs", later, 0.6).utilisation).toBeGreaterThan(at("slow jobs", alone, 0.6).utilisation);
    expect(at("slow jobs", twice, 0.6).keepsUp).toBe(false);
    expect(at("slow jobs", alone, 0.9).keepsUp).toBe(true);
  });

  test("large groups of machines may be busier than small ones", () => {
    const [small, large] = [10, 10_000].map((rate) =>
      found.machines.find(({ perSecond, service }) => perSecond === rate && service === 0.1),
    );
    expect(large!.utilisation).toBeGreaterThan(small!.utilisation);
  });

  test("the figures in the documents are those that the simulation gives", async () => {
    await expect(`${JSON.stringify(found, undefined, 2)}\n`).toMatchFileSnapshot(join(REPOSITORY, PUBLISHED.file));
  });
});
