import { fileURLToPath } from "node:url";
import type { ServerRecord } from "@triathlon/core/results/server";
import { expect, test } from "vitest";
import { readJournal } from "../../files/journal.ts";
import type { Program } from "../../study/execute.ts";
import { silent } from "../../study/progress.ts";
import { runStudy } from "../../study/study.ts";
import { CONNECTIONS, SERVERS, serverStudy, SMOKE } from "./server-study.ts";
import { testFolder } from "../../../test/support/test-folder.ts";

/** Every server of one block of a smoke run. @param kind how they behave: see the fixture */
async function run(kind: string): Promise<ServerRecord[]> {
  const folder = testFolder();
  const program: Program = {
    binary: process.execPath,
    entry: fileURLToPath(new URL("fixtures/fake-server.ts", import.meta.url)),
    arguments: ["{entry}", kind],
    environment: {},
  };
  const study = serverStudy({
    runId: "a-run",
    runtimes: new Map([["node", program]]),
    smoke: true,
    blocks: 1,
    seed: 1,
  });
  await runStudy(study, { folder, signal: new AbortController().signal, progress: silent });
  return [...readJournal(folder, SERVERS)];
}

test("each server is put under each load, and what client and server saw is kept", async () => {
  const records = await run("serves");
  const servers = records.map(({ place, connections }) => `${place} ${connections}`);
  expect(servers.sort()).toEqual(CONNECTIONS.flatMap((n) => [`inline ${n}`, `pool ${n}`]).sort());
  for (const record of records) {
    expect(record).toMatchObject({ outcome: "completed", exitCode: 0, runtimeVersion: "1.2.3", ...SMOKE });
    expect(record.delaySeconds).toEqual([0.123_457, 0]);
    expect(record.latencySeconds.length).toBeGreaterThan(record.connections);
    expect(record.loadedSeconds).toBeGreaterThanOrEqual(SMOKE.loadSeconds);
  }
});

test("a server that answers wrongly is ended, and the reason is the answers", async () => {
  const [record] = await run("errs");
  expect(record).toMatchObject({ outcome: "failed", latencySeconds: [], delaySeconds: [] });
  expect(record!.reason).toMatch(/^wanted every request answered rightly, found \d+ with a wrong answer/);
});

test("a server that ends under load has no figures, and the reason is how it ended", async () => {
  const [record] = await run("crashes");
  expect(record).toMatchObject({ outcome: "failed", reason: "exited with code 7", latencySeconds: [] });
});
