/**
 * The smallest run of the ways to have jobs done elsewhere that `pnpm bench:jobs` compares, without those that wait for long. Those over
 * Postgres, whose server takes longest to start, have theirs in the long tests.
 */
import { expect, it } from "vitest";
import { readJournal } from "../../scripts/files/journal.ts";
import { ARMS, type JobsArm } from "../../scripts/studies/jobs/arms.ts";
import { CASE_NAMES, CASES } from "../../scripts/studies/jobs/cases.ts";
import { JOBS, jobsStudy } from "../../scripts/studies/jobs/jobs-study.ts";
import { silent } from "../../scripts/study/progress.ts";
import { programIn } from "../../scripts/study/runtimes.ts";
import { runStudy } from "../../scripts/study/study.ts";
import { testFolder } from "../support/test-folder.ts";
import { runtimeOf } from "./support/programs.ts";

const isOurs = ({ name }: JobsArm): boolean => name.startsWith("pool-");

for (const arm of ARMS.filter(({ name }) => !name.includes("postgres")))
  it.skipIf(arm.missing)(
    `jobs come back by ${arm.title}${isOurs(arm) ? ", and none is lost with its server" : ""}${arm.missing === undefined ? "" : `: ${arm.missing}`}`,
    async () => {
      const folder = testFolder();
      const study = jobsStudy({
        runId: "a-run",
        runtimes: new Map([["node", programIn(runtimeOf("node"), "jobs")]]),
        arms: [arm],
        cases: CASE_NAMES.filter((name) => CASES[name].smoke !== null),
        smoke: true,
        blocks: 1,
        seed: 1,
      });
      await runStudy(study, { folder, signal: new AbortController().signal, progress: silent });
      const records = [...readJournal(folder, JOBS)];
      expect(records.map(({ reason }) => reason)).toEqual(records.map(() => null));
      expect(records.map((record) => record.case).sort()).toEqual(arm.cases.filter((name) => CASES[name].smoke).sort());
      for (const { case: name, jobs, figures } of records) {
        expect(figures!.seconds).toHaveLength({ "at-once": 1, restart: 0 }[name as string] ?? jobs);
        if (name === "restart") expect(figures!.accepted).toBeGreaterThanOrEqual(jobs);
        if (isOurs(arm)) expect(figures!.lost ?? 0).toBe(0);
      }
    },
  );
