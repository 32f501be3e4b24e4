/** A cell of the bench in the distributed model: what is measured is proven to be other processes, and has a server of its own. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { noServer } from "../../scripts/nats-server.ts";
import { REPOSITORY } from "../../scripts/repository.ts";
import { measure } from "../../scripts/studies/bench/bench-study.ts";
import { createJob, prepareJob } from "../../scripts/studies/bench/job.ts";
import { loadWorkload } from "../../scripts/studies/bench/workloads.ts";
import { runtimeOf, runtimes } from "./support/programs.ts";

const beside = { signal: new AbortController().signal, guard: { watch: () => {}, release: () => {} } };

it.skipIf(noServer).each(runtimes)(
  `is measured by job workers in $title${noServer === undefined ? "" : `: ${noServer}`}`,
  async (runtime) => {
    const workload = await loadWorkload(join(REPOSITORY, "packages/core/src/workloads/empty.ts"));
    const job = createJob(workload, "small", null);
    const prepared = await prepareJob(job, runtimeOf("node"), beside);
    if ("reason" in prepared) throw new Error(prepared.reason);
    const { parameters } = job;
    const which = { runtime: runtime.name, model: "distributed" as const, workload: "empty", size: "small" };
    const cell = { ...which, workers: 2, concurrency: null, iterations: 2, warmups: 0, parameters, expectedSeconds: 1 };
    const record = await measure(
      { cell, pass: "time", ghost: 0, discarded: false },
      {
        plan: { timer: "built-in", timeLimitSeconds: 20, settleSeconds: 0 },
        runtime,
        job,
        expectedChecksum: prepared.checksum,
      },
      beside,
    );
    expect(record).toMatchObject({ outcome: "completed", reason: null, stderrTail: null });
    expect(new Set(record.workerIds).size).toBe(2);
    expect(record.iterationSeconds).toHaveLength(2);
    expect(record.cpuSeconds).toBeGreaterThan(0);
  },
);
