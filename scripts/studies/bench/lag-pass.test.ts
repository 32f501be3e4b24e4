import { fileURLToPath } from "node:url";
import type { Plan } from "@triathlon/core/results/plan";
import { expect, test } from "vitest";
import { discoverRuntimes, isAvailable } from "../../study/runtimes.ts";
import { loadWorkload } from "./workloads.ts";
import { REPOSITORY } from "../../repository.ts";
import { execute } from "./execute.ts";
import { createJob } from "./job.ts";
import { prepare } from "./prepare.ts";

const runtimes = (await discoverRuntimes(REPOSITORY)).filter(isAvailable);
const workload = await loadWorkload(fileURLToPath(new URL("fixtures/blocks-the-loop.ts", import.meta.url)));
const job = createJob(workload, "small", null);
const options = { signal: new AbortController().signal, guard: { watch: () => {}, release: () => {} } };
const prepared = await prepare(
  job,
  runtimes.find(({ name }) => name === "node")!,
  options,
);

test.each(runtimes)("a task that blocks the caller's loop for 50 ms is seen, in $name", async (runtime) => {
  const plan = { runId: "r", profile: "source", timer: "built-in", timeLimitSeconds: 20 } as Plan;
  const { iterations, warmups, parameters } = workload.description.sizes["small"]!;
  const cell = {
    runtime: runtime.name,
    model: "sequential" as const,
    workload: workload.description.name,
    size: "small",
    workers: 1,
    concurrency: null,
    iterations,
    warmups,
    parameters,
    expectedSeconds: 1,
  };
  const planned = { block: 0, position: 0, discarded: false, pass: "lag" as const, cell, ghost: 0, attempt: 1 };
  const expectedChecksum = "checksum" in prepared ? prepared.checksum : "";
  const record = await execute(planned, { plan, runtime, job, expectedChecksum, ...options });
  expect(record).toMatchObject({ outcome: "completed", reason: null, iterationSeconds: [] });
  expect(record.loopDelay!.maxSeconds).toBeGreaterThanOrEqual(0.045);
  // Two iterations, in each of which the timer was due at 0, 10, 20, 30 and 40 ms while the loop stood.
  expect(record.loopDelay!.ticks).toBeGreaterThanOrEqual(10);
});
