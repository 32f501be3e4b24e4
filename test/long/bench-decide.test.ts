/** `pnpm bench:decide`, small: every workload is tried and measured, nothing that answers wrongly is advised, and a run goes on where it was. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";
import { decideStudy } from "../../scripts/studies/decide/decide-study.ts";
import type { Beside } from "../../scripts/study/execute.ts";
import type { AvailableRuntime } from "../../scripts/study/runtimes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const command = (...args: string[]) =>
  execa(process.execPath, ["--import", "tsx", join(root, "scripts/bench-decide.ts"), ...args], { cwd: root });

test("twelve workloads", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bench-decide-"));
  try {
    const first = [
      "--workloads",
      "12",
      "--seconds",
      "4",
      "--truth-seconds",
      "2",
      "--seed",
      "3",
      "--out",
      join(folder, "run"),
    ];
    const { stdout } = await command(...first);
    expect(stdout).toMatch(/^\| decide \| 12 \| .+ \| 0 \| \d+ \|$/m);
    const journal = join(folder, "run", "journal.ndjson");
    const lines = readFileSync(journal, "utf8").trim().split("\n");
    writeFileSync(journal, `${lines.slice(0, 11).join("\n")}\n{"schema":1,`);
    const again = await command("--resume", join(folder, "run"));
    expect(again.stdout).toMatch(/^\| decide \| 12 \| /m);
    expect(readFileSync(journal, "utf8").split("\n").slice(0, 11)).toEqual(lines.slice(0, 11));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a workload that does not run even as it is, is left out, and no advice on it is wrong", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bench-decide-"));
  try {
    const plan = { runId: "run", runtime: "node" as const, workloads: 1, seconds: 1, truthSeconds: 1, seed: 1 };
    // Of both, nothing else is looked at.
    const runtime = { binary: "no-program-of-this-name" } as AvailableRuntime;
    const beside = { signal: new AbortController().signal } as Beside;
    const record = await decideStudy(folder, plan, runtime).execute(0, beside);
    expect(record).toMatchObject({ outcome: "failed", reason: expect.stringMatching(/^as it is, it ended with /) });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
