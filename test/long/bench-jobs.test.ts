/** `pnpm bench:jobs`: every arm does jobs in every runtime, and a worker that is killed loses none. */
import { expect, test } from "vitest";
import { readJournal } from "../../scripts/files/journal.ts";
import { ARMS } from "../../scripts/studies/jobs/arms.ts";
import { JOBS, type JobsRun, jobsStudy } from "../../scripts/studies/jobs/jobs-study.ts";
import { silent } from "../../scripts/study/progress.ts";
import { programIn } from "../../scripts/study/runtimes.ts";
import { runStudy } from "../../scripts/study/study.ts";
import { runtimes } from "../distributed/support/programs.ts";
import { testFolder } from "../support/test-folder.ts";

async function run(changes: Pick<JobsRun, "arms" | "cases">) {
  const folder = testFolder();
  const programs = new Map(runtimes.map((runtime) => [runtime.name, programIn(runtime, "jobs")]));
  const study = jobsStudy({ runId: "a-run", runtimes: programs, smoke: true, blocks: 1, seed: 1, ...changes });
  await runStudy(study, { folder, signal: new AbortController().signal, progress: silent });
  return [...readJournal(folder, JOBS)];
}

for (const arm of ARMS.filter(({ cases }) => cases.includes("round-trip")))
  test.skipIf(arm.missing)(
    `jobs come back by ${arm.title} in every runtime${arm.missing === undefined ? "" : `: ${arm.missing}`}`,
    async () => {
      const records = await run({ arms: [arm], cases: ["round-trip", "at-once", "large"] });
      const timed = arm.cases.filter((name) => name !== "recovery" && name !== "restart");
      expect(records).toHaveLength(runtimes.length * timed.length);
      expect(records.map(({ reason }) => reason)).toEqual(records.map(() => null));
    },
  );

for (const arm of ARMS.filter(({ cases }) => cases.includes("recovery")))
  test.skipIf(arm.missing)(
    `a job whose worker was killed is done by another one: ${arm.title}${arm.missing === undefined ? "" : `: ${arm.missing}`}`,
    async () => {
      const [record] = await run({ arms: [arm], cases: ["recovery"] });
      expect(record?.reason).toBeNull();
      expect(record?.figures?.seconds).toHaveLength(1);
    },
  );

for (const arm of ARMS.filter(({ cases }) => cases.includes("restart")))
  test.skipIf(arm.missing)(
    `${arm.name.startsWith("pool-") ? "no job that was accepted is lost" : "what is lost is counted"} when the server is killed: ${arm.title}${arm.missing === undefined ? "" : `: ${arm.missing}`}`,
    async () => {
      const [record] = await run({ arms: [arm], cases: ["restart"] });
      expect(record?.reason).toBeNull();
      expect(record?.figures?.accepted).toBeGreaterThanOrEqual(record?.jobs ?? Infinity);
      if (arm.name.startsWith("pool-")) expect(record?.figures?.lost).toBe(0);
    },
  );
