import { expect, test } from "vitest";
import type { MeasureOrder } from "../results/order.ts";
import type { Io } from "../workloads/workload.ts";
import { description, expected } from "../workloads/empty.ts";
import { checksum } from "./checksum.ts";
import { measure } from "./measure.ts";
import type { Bindings } from "./obey.ts";

const bindings = { version: "1.2.3", io: { closeConnections: async () => {} } as Io } as Bindings;

async function measured(settleSeconds: number) {
  const order: MeasureOrder = {
    do: "measure",
    workload: new URL("../workloads/empty.ts", import.meta.url).href,
    size: "small",
    parameters: description.sizes["small"]!.parameters,
    place: { folder: "/nowhere", files: null, site: null },
    answer: "/nowhere/answer.json",
    model: "sequential",
    workers: 1,
    concurrency: null,
    pass: "time",
    iterations: 2,
    warmups: 1,
    settleSeconds,
    expectedChecksum: checksum(expected(description.sizes["small"]!.parameters)),
    barrier: null,
    jobs: null,
  };
  const answer = await measure(order, bindings);
  if (answer.outcome === "failed") throw new Error(answer.reason);
  return answer.measurement;
}

test("passes are added when time is given to settle, five at a time, and what they took is told", async () => {
  const { iterationSeconds, added } = await measured(0.05);
  expect(iterationSeconds.length).toBeGreaterThan(2);
  expect((iterationSeconds.length - 2) % 5).toBe(0);
  const passes = iterationSeconds.slice(2).reduce((sum, seconds) => sum + seconds, 0);
  expect(added!.wallSeconds).toBeGreaterThanOrEqual(passes);
  expect(added!.cpuSeconds).toBeGreaterThan(0);
});

test("without that there are as many passes as ordered", async () => {
  expect(await measured(0)).toMatchObject({ iterationSeconds: { length: 2 }, added: null });
});
