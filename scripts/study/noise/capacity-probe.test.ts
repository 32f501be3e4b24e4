import { expect, test } from "vitest";
import { CapacityProbe } from "./capacity-probe.ts";

test("two threads get some work done, and its amount is told in cores", async () => {
  using probe = await CapacityProbe.start();
  const cores = await probe.cores();
  expect(cores).toBeGreaterThan(0);
  expect(probe.atBest).toBeGreaterThanOrEqual(cores!);
});
