import { expect, it } from "vitest";
import { machinesFor, MOST } from "./machines-for.ts";

const model = { seed: 1, lease: 5, service: { kind: "constant", seconds: 0.1 } } as const;

it("one machine carries what it does by far", () => {
  expect(machinesFor(model, 1, 0.1).machines).toBe(1);
});

it("machines that would have to work all the time are too few, since jobs come at random", () => {
  const { machines, outcome } = machinesFor(model, 100, 0.1);
  expect(machines).toBeGreaterThan(10);
  expect(machines).toBeLessThan(16);
  expect(outcome.waiting.p99).toBeLessThanOrEqual(0.1);
});

it("one less would not do", () => {
  const strict = machinesFor(model, 100, 0.001).machines;
  expect(strict).toBeGreaterThan(machinesFor(model, 100, 0.1).machines);
});

it("places of one machine count", () => {
  expect(machinesFor({ ...model, places: 4 }, 100, 0.1).machines).toBeLessThan(5);
});

it("many are as many groups of those that were simulated", () => {
  const { machines } = machinesFor(model, 50_000, 0.1);
  expect(machines).toBeGreaterThan(5000);
  expect(machines).toBeLessThan(5000 * (1 + 10 / MOST));
});

it("what no machines can do is said", () => {
  expect(() => machinesFor({ ...model, network: { kind: "constant", seconds: 1 } }, 100, 0.1)).toThrow("wait for more");
});
